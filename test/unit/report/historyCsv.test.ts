import assert from 'node:assert/strict';
import { HistoryCsv } from '../../../src/report/exported/runsCsv';
import { noLabels } from '../../../src/contract/labels';

describe('the table of what other tools logged', () => {
  it('is made in pieces, however many empty cells a small row has', () => {
    const table = new HistoryCsv();
    const wide = Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`k${i}`, i]));
    const rows = [wide, ...Array.from({ length: 2000 }, () => ({ k0: 1 }))];
    table.add(rows);
    let length = 0;
    let lines = 0;
    for (const piece of table.part({ id: '20260101-000001-aaaa', labels: noLabels }, rows)) {
      assert.ok(piece.length < 1_100_000);
      length += piece.length;
      lines += piece.split('\r\n').length - 1;
    }
    assert.equal(lines, 2001);
    assert.ok(length > 10_000_000);
  });
});
