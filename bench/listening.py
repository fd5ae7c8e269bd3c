"""The least that hearing of a change can cost: NOTIFY, one row read again, the time said.

bench/listening.py CHANNEL KEY, with DATABASE_URL; a line with the steady clock per change
"""

import os
import select
import sys
import time

import psycopg2

ROW = "SELECT share FROM gray_flag WHERE key = %s"


def main() -> None:
    channel, key = sys.argv[1:]
    link = psycopg2.connect(os.environ["DATABASE_URL"])
    link.autocommit = True
    cursor = link.cursor()
    cursor.execute(f'LISTEN "{channel}"')
    known = None
    while True:
        cursor.execute(ROW, [key])
        row = cursor.fetchone()
        if row != known:
            known = row
            print(time.monotonic(), flush=True)
        link.notifies.clear()
        select.select([link], [], [])
        link.poll()


if __name__ == "__main__":
    main()
