// What a cell may be completed to: its closed list, else what the plan knows and what stands in the column.
export function wordsFor(sheet, column) {
  if (column.options.length) return column.options.map(([, label]) => label);
  const own = sheet.rows.flatMap((row) => row.get(column.field).split(/[，、,;；\/\n]/));
  const known = column.kind === "line" || column.kind === "names" ? own : [];
  return [...new Set([...(sheet.page.words(column) ?? []), ...known].map((word) => word.trim()).filter(Boolean))];
}
