import { crc32 } from 'node:zlib';
import type { RecordedRow } from '../../contract/recording';

/** What tells rows from others, in four bytes each: whether a file that was written anew begins with the same rows. */
export class RowMarks {
  private sums = new Uint32Array(1024);
  private count = 0;

  get length(): number {
    return this.count;
  }

  set(index: number, row: RecordedRow): void {
    if (index === this.sums.length) {
      const longer = new Uint32Array(2 * index);
      longer.set(this.sums);
      this.sums = longer;
    }
    this.sums[index] = markOf(row);
    this.count = Math.max(this.count, index + 1);
  }

  isAt(index: number, row: RecordedRow): boolean {
    return index < this.count && this.sums[index] === markOf(row);
  }
}

/** Columns may stand in another order when others were added. */
function markOf(row: RecordedRow): number {
  return crc32(JSON.stringify(Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1))));
}
