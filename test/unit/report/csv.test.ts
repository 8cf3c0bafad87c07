import assert from 'node:assert/strict';
import { initialRun } from '../../../src/contract/runState';
import { evaluateClassifier } from '../../../src/evaluation/scores';
import { classScoresCsv, confusionMatrixCsv, curvesCsv, toCsv } from '../../../src/report/csv';
import { fixture } from '../evaluation/fixtures';

/** The records of RFC 4180's grammar, read letter by letter. */
function readCsv(text: string): string[][] {
  const records: string[][] = [];
  let [record, field, isQuoted] = [[] as string[], '', false];
  for (let i = 0; i < text.length; i++) {
    const letter = text[i]!;
    if (isQuoted && letter === '"' && text[i + 1] === '"') field += text[i++]!;
    else if (letter === '"') isQuoted = !isQuoted;
    else if (isQuoted || (letter !== ',' && letter !== '\r')) field += letter;
    else {
      record.push(field);
      field = '';
      if (letter === '\r') {
        assert.equal(text[++i], '\n', 'CR stands before LF');
        records.push(record);
        record = [];
      }
    }
  }
  assert.deepEqual([record, field, isQuoted], [[], '', false], 'the last line ends');
  return records;
}

describe('CSV', () => {
  it('comes back as it was, whatever stands in the fields', () => {
    const rows = [
      ['plain', 'with, comma', 'with "quotes"'],
      ['two\r\nlines', '"', ''],
      [' spaces ', 'ümläut · 数字', ',,'],
    ];
    assert.deepEqual(readCsv(toCsv(['a', 'b,c', '"d"'], rows)), [['a', 'b,c', '"d"'], ...rows]);
  });

  it('has no formula in it, but numbers', () => {
    const [[head], ...rows] = readCsv(toCsv(['=1+1'], [['=cmd|calc'], ['+1'], ['-1'], ['@x'], ['\t=1'], ['\r\n=1'], ['a=b'], [-1]])) as [
      string[],
    ];
    assert.equal(head, "'=1+1");
    assert.deepEqual(rows.flat(), ["'=cmd|calc", "'+1", "'-1", "'@x", "'\t=1", "'\r\n=1", 'a=b', '-1']);
  });

  it('is what RFC 4180 shows', () => {
    assert.equal(toCsv(['aaa', 'b'], [['b"bb', 1e-7]]), 'aaa,b\r\n"b""bb",1e-7\r\n');
    assert.equal(toCsv(['a'], []), 'a\r\n');
  });

  it('has numbers in full and nothing for null', () => {
    const [, row] = readCsv(toCsv(['a', 'b'], [[0.1 + 0.2, null]]));
    assert.equal(Number(row![0]), 0.1 + 0.2);
    assert.equal(row![1], '');
  });

  it('has the points of all curves, validation only where there is one', () => {
    const time = '2026-01-01T00:00:00.000Z';
    const epoch = { type: 'epochEnded', time, epochs: 2, imagesPerSecond: 900, durationMs: 1, etaMs: 0 } as const;
    const records = readCsv(
      curvesCsv({
        ...initialRun,
        batches: [{ type: 'batchEnded', time, epoch: 1, batch: 8, batches: 16, loss: 0.75, accuracy: 0.5, imagesPerSecond: 1000 }],
        epochs: [
          { ...epoch, epoch: 1, loss: 0.5, accuracy: 0.8, valLoss: 0.25, valAccuracy: 0.9 },
          { ...epoch, epoch: 2, loss: 0.4, accuracy: 0.85, valLoss: null, valAccuracy: null },
        ],
      }),
    );
    assert.deepEqual(records, [
      ['curve', 'epoch', 'batch', 'batches', 'loss', 'accuracy', 'images_per_second'],
      ['training by batch', '1', '8', '16', '0.75', '0.5', '1000'],
      ['training', '1', '', '', '0.5', '0.8', '900'],
      ['training', '2', '', '', '0.4', '0.85', '900'],
      ['validation', '1', '', '', '0.25', '0.9', ''],
    ]);
  });

  it("has scikit-learn's confusion matrix, in counts and in shares", () => {
    const { expected } = fixture('ordinary');
    const classes = expected.perClass.map((_, of) => `class "${of}"`);
    const [head, ...rows] = readCsv(confusionMatrixCsv(expected.confusionMatrix, classes, 'counts'));
    assert.deepEqual(head, ['true class', ...classes.map(name => `predicted ${name}`)]);
    assert.deepEqual(
      rows.map(([, ...counts]) => counts.map(Number)),
      expected.confusionMatrix,
    );
    assert.deepEqual(
      rows.map(([name]) => name),
      classes,
    );
    const shares = readCsv(confusionMatrixCsv(expected.confusionMatrix, classes, 'row')).slice(1);
    shares.forEach(([, ...row], truth) =>
      row.forEach((share, predicted) => assert.ok(Math.abs(Number(share) - expected.normalised.row[truth]![predicted]!) < 1e-12)),
    );
  });

  it("has scikit-learn's scores of each class and their means, empty where they are not defined", () => {
    const { predictions, expected } = fixture('absent-class');
    const classes = expected.perClass.map((_, of) => String(of));
    const [head, ...rows] = readCsv(classScoresCsv(evaluateClassifier(predictions), classes));
    const figure = (row: number, column: string): string => rows[row]![head!.indexOf(column)]!;
    const all = [...expected.perClass, expected.macro, expected.micro, expected.weighted];
    assert.deepEqual(
      rows.map(([name]) => name),
      [...classes, 'macro', 'micro', 'weighted'],
    );
    all.forEach((scores, row) => {
      for (const [column, value] of [
        ['precision', scores.precision],
        ['recall', scores.recall],
        ['f1', scores.f1],
        ['auroc', scores.auroc],
        ['average_precision', scores.averagePrecision],
      ] as const) {
        if (value === null) assert.equal(figure(row, column), '', `${column} of ${row}`);
        else assert.ok(Math.abs(Number(figure(row, column)) - value) < 1e-9, `${column} of ${row}`);
      }
    });
    assert.ok(rows.some(row => row.includes('')), 'something is not defined'); // prettier-ignore
    expected.perClass.forEach(({ support, predicted }, row) =>
      assert.deepEqual([figure(row, 'support'), figure(row, 'predicted')], [String(support), String(predicted)]),
    );
  });
});
