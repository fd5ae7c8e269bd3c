// One undoable step, as plain data:
// {cells: [{row, field, before, after}], added: [{row, at}], removed: [{row, at}], moved: {before, after} | null}

export const step = (parts = {}) => ({ cells: [], added: [], removed: [], moved: null, ...parts });

export const isEmpty = ({ cells, added, removed, moved }) =>
  !cells.length && !added.length && !removed.length && !moved;

export const inverse = ({ cells, added, removed, moved }) => step({
  cells: cells.map(({ row, field, before, after }) => ({ row, field, before: after, after: before })),
  added: removed,
  removed: added,
  moved: moved && { before: moved.after, after: moved.before },
});

// What went there and back: undo and redo over one sheet.
export class History {
  constructor(perform) {
    this.perform = perform;
    this.past = [];
    this.future = [];
  }

  keep(done) {
    this.past.push(done);
    this.future.length = 0;
    if (this.past.length > 200) this.past.shift();
  }

  clear() {
    this.past.length = 0;
    this.future.length = 0;
  }

  undo() { return this.travel(this.past, this.future, inverse); }

  redo() { return this.travel(this.future, this.past, (done) => done); }

  travel(from, to, turn) {
    const done = from.pop();
    if (!done) return false;
    to.push(done);
    this.perform(turn(done));
    return true;
  }
}
