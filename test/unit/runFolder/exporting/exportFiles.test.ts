import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { unzipSync } from 'fflate';
import { zipMembers } from '../../../../src/artifacts/zipDirectory';
import { parameterTable } from '../../../../src/contract/parameters';
import { exportFiles, type FileFormat } from '../../../../src/runFolder/exporting/exportFiles';
import { ExportConflict } from '../../../../src/runFolder/exporting/writeExport';
import { thisProcess } from '../../../../src/runFolder/owner';
import { recordsOf } from '../../artifacts/tensorboardRecords';
import { row, writeRecorded } from '../recording/writeRecorded';
import { writeRun } from '../writtenRun';

const [one, two] = ['20260101-000001-aaaa', '20260101-000002-aaaa'] as const;

describe('runs that are exported to files', () => {
  let base: string;
  let folders: string[];
  let out: string;
  beforeEach(() => {
    base = mkdtempSync(path.join(os.tmpdir(), 'digits-export-'));
    const runs = path.join(base, '.digits', 'runs');
    folders = [
      writeRun(runs, { id: one, labels: { name: '=SUM(A1)', tags: ['a', 'b'] }, parameters: { dropout: 0.25 } }),
      writeRun(runs, { id: two }),
    ];
    out = path.join(base, 'out');
  });
  afterEach(() => rmSync(base, { recursive: true }));

  const write = async (format: FileFormat, name: string, of = folders, replaces = false): Promise<readonly string[]> =>
    (await exportFiles(of, { format, path: path.join(out, name), replaces })).files;
  const seen = (): string[] => (existsSync(out) ? readdirSync(out, { recursive: true, encoding: 'utf8' }).toSorted() : []);
  const text = (name: string): string => readFileSync(path.join(out, name), 'utf8');

  it('are rows of a table, with their curves beside it', async () => {
    assert.deepEqual(await write('csv', 'all.csv'), [path.join(out, 'all.csv'), path.join(out, 'all-curves.csv')]);
    const [head, first, second] = text('all.csv')
      .trimEnd()
      .split('\r\n')
      .map(line => line.split(','));
    const cell = (row: readonly string[] | undefined, column: string): string | undefined => row?.[head!.indexOf(column)];
    for (const { name } of parameterTable) assert.ok(head!.includes(name), name);
    assert.deepEqual([cell(first, 'id'), cell(second, 'id')], [one, two]);
    assert.equal(cell(first, 'name'), "'=SUM(A1)", 'a spreadsheet takes it for a text');
    assert.match(text('all.csv'), /,"a,b",/);
    assert.deepEqual([cell(second, 'dropout'), cell(second, 'test_accuracy')], ['0.5', '0.9912']);
    const curves = text('all-curves.csv').trimEnd().split('\r\n');
    assert.deepEqual([curves.length, curves[1]!.split(',')[0], curves[1]!.split(',')[2]], [5, one, '1']);
  });

  it('are one document of JSON', async () => {
    await write('json', 'all.json');
    const document = JSON.parse(text('all.json')) as { digitsLabExport: number; runs: Record<string, unknown>[] };
    const [first, second] = document.runs;
    assert.deepEqual([document.digitsLabExport, first!['id'], second!['id']], [1, one, two]);
    assert.deepEqual([first!['name'], first!['tags'], first!['status']], ['=SUM(A1)', ['a', 'b'], 'completed']);
    assert.equal((first!['parameters'] as { dropout: number }).dropout, 0.25);
    assert.equal((first!['metrics'] as { test_accuracy: number }).test_accuracy, 0.9912);
    assert.deepEqual(
      (first!['epochs'] as { epoch: number; val_loss: number }[]).map(({ epoch, val_loss: loss }) => [epoch, loss]),
      [
        [1, 0.0612],
        [2, 0.0612],
      ],
    );
    assert.deepEqual(second!['config'], JSON.parse(readFileSync(path.join(folders[1]!, 'config.json'), 'utf8')));
  });

  it('are event files, each in a folder of its own', async () => {
    const files = await write('tensorboard', '.');
    assert.deepEqual(
      files,
      [one, two].map(id => path.join(out, id, 'events.out.tfevents.1767323045.digits-lab')),
    );
    for (const file of files) assert.equal(recordsOf(readFileSync(file)).filter(({ tag }) => tag === 'val_loss').length, 2);
  });

  describe('that another tool recorded', () => {
    const recording = {
      state: 'failed',
      exitCode: 3,
      config: { optimizer: { name: 'adam', lr: 0.001 }, layers: [32, 64], seed: 4, amp: true },
      summary: { _step: 2, loss: 0.25, best: { accuracy: 0.9 }, note: 'fine' },
      metrics: [
        { name: 'val/*', step: 'epoch' },
        { name: 'odd', step: 'part' },
      ],
    } as const;
    const rows = [
      row(0, { loss: 0.5, epoch: 1, part: 0.5, odd: 1 }),
      row(1, { loss: 'NaN', 'val/accuracy': 0.75, media: { _type: 'image-file' }, odd: 2 }),
      row(2, { loss: 0.25, epoch: 2, 'val/accuracy': 0.8 }),
    ];
    let recorded: string;
    beforeEach(() => {
      const runs = path.join(base, '.digits', 'runs');
      recorded = writeRecorded(runs, { id: '20260101-000003-aaaa', labels: { name: 'script', tags: ['a', 'b'] }, recording, rows });
      writeFileSync(path.join(recorded, 'notes.md'), 'Why, and "how"');
    });
    const cells = (name: string): string[][] =>
      text(name)
        .trimEnd()
        .split('\r\n')
        .map(line => line.split(','));

    it('have all of their settings, their summary, and a row for each step', async () => {
      const files = await write('csv', 'all.csv', [...folders, recorded]);
      assert.deepEqual(
        files.map(file => path.basename(file)),
        ['all.csv', 'all-curves.csv', 'all-history.csv'],
      );
      const table = cells('all.csv');
      const [columns, last] = [table[0]!, table.at(-1)!];
      // A list has commas of its own, so that the cells of the end are counted from there.
      const cell = (column: string): string | undefined => last.at(columns.indexOf(column) - columns.length);
      assert.deepEqual(['config.amp', 'summary.loss', 'summary.best.accuracy', 'summary.note'].map(cell), ['true', '0.25', '0.9', 'fine']);
      assert.match(text('all.csv'), /,wandb,failed,3,mnist,sweep 3,train,adam,0\.001,"\[32,64\]",4,true,/);
      assert.match(text('all.csv'), /,"Why, and ""how""",/);
      assert.deepEqual(cells('all-history.csv'), [
        ['run', 'name', '_step', '_timestamp', 'loss', 'epoch', 'part', 'odd', 'val/accuracy'],
        ['20260101-000003-aaaa', 'script', '0', '1795608000', '0.5', '1', '0.5', '1', ''],
        ['20260101-000003-aaaa', 'script', '1', '1795608000.1', 'NaN', '', '', '2', '0.75'],
        ['20260101-000003-aaaa', 'script', '2', '1795608000.2', '0.25', '2', '', '', '0.8'],
      ]);
    });

    it('have every scalar in event files, over the steps that the script defined where those are whole', async () => {
      const { files, remarks } = await exportFiles([recorded], { format: 'tensorboard', path: out, replaces: false });
      const records = recordsOf(readFileSync(files[0]!));
      const curve = (tag: string): unknown[] => records.flatMap(one => (one.tag === tag ? [[one.step, one.value]] : []));
      const curves = {
        loss: [0.5, NaN, 0.25].map((value, step) => [step, value]),
        'val/accuracy': [0.75, 0.8].map((value, i) => [i + 1, Math.fround(value)]),
        odd: [1, 2].map((value, step) => [step, value]),
        'best.accuracy': [[2, Math.fround(0.9)]],
      };
      for (const [tag, expected] of Object.entries(curves)) assert.deepEqual(curve(tag), expected, tag);
      assert.deepEqual(remarks, [
        '20260101-000003-aaaa: The steps that the script defined for odd are no whole numbers, or not known of every value: the steps of the rows stand in their place.',
      ]);
      const texts = new Map(records.map(({ tag, text: said }) => [tag, said]));
      for (const line of [/^\| group \| sweep 3 \|$/m, /^\| optimizer.*lr \| 0\.001 \|$/m, /^\| tags \| a, b \|$/m])
        assert.match(texts.get('config') ?? '', line);
      assert.match(texts.get('summary') ?? '', /^\| note \| fine \|$/m);
    });

    it('say which rows were passed over', async () => {
      writeFileSync(path.join(recorded, 'history.jsonl'), '{"_step":0,"loss":1}\nnothing\n{"_step":1,"loss":2}\n');
      for (const format of ['tensorboard', 'csv', 'json'] as const) {
        const { remarks } = await exportFiles([recorded], { format, path: path.join(out, format), replaces: false });
        assert.ok(remarks.includes('20260101-000003-aaaa: history.jsonl, line 2: this is no row of values; it is passed over.'), format);
      }
    });
  });

  it('are archives of what is of use elsewhere, byte for byte, the same each time', async () => {
    const folder = folders[0]!;
    const big = Buffer.alloc(2_500_000, 'some bytes, more than are read at a time');
    for (const [name, content] of [
      ['model/model.onnx', big],
      ['empty.txt', Buffer.alloc(0)],
      ['checkpoint/checkpoint.npz', big],
      ['wandb/tracking.json', big],
      ['owner.json', big],
      ['predictions.npy.12-01234567.tmp', big],
    ] as const) {
      mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      writeFileSync(path.join(folder, name), content);
    }
    // A link to a stranger's file; a name that is a path on another system.
    writeFileSync(path.join(base, 'secret'), 'secret');
    if (process.platform !== 'win32') {
      symlinkSync(path.join(base, 'secret'), path.join(folder, 'link.txt'));
      writeFileSync(path.join(folder, '..\\..\\evil'), 'evil');
    }
    rmSync(path.join(folder, 'owner.json'));
    await write('zip', 'one.zip', [folder]);
    const archive = readFileSync(path.join(out, 'one.zip'));
    const entries = unzipSync(archive);
    const names = ['config.json', 'empty.txt', 'events.jsonl', 'labels.json', 'model/model.onnx', 'summary.json'];
    assert.deepEqual(
      zipMembers(archive, 100).map(({ name }) => name),
      names.map(name => `${one}/${name}`),
    );
    for (const name of names) assert.ok(readFileSync(path.join(folder, name)).equals(entries[`${one}/${name}`]!), name);
    await write('zip', 'again.zip', [folder]);
    assert.ok(readFileSync(path.join(out, 'again.zip')).equals(archive));
  });

  it('are an archive each where there are several', async () => {
    await write('zip', '.');
    assert.deepEqual(seen(), [`${one}.zip`, `${two}.zip`]);
  });

  it('replace nothing unless they are to, and write nothing then', async () => {
    mkdirSync(out);
    writeFileSync(path.join(out, 'all-curves.csv'), 'mine');
    const refused = await write('csv', 'all.csv').catch((error: unknown) => error);
    assert.ok(refused instanceof ExportConflict);
    assert.deepEqual(refused.files, [path.join(out, 'all-curves.csv')]);
    assert.match(refused.message, /all-curves\.csv: this is there already, and stays as it is\. .*--force/);
    assert.deepEqual([seen(), text('all-curves.csv')], [['all-curves.csv'], 'mine']);
    await write('csv', 'all.csv', folders, true);
    assert.notEqual(text('all-curves.csv'), 'mine');
  });

  it('follow no link that lies where they go', async function () {
    if (process.platform === 'win32') this.skip();
    mkdirSync(out);
    writeFileSync(path.join(base, 'mine'), 'mine');
    symlinkSync(path.join(base, 'mine'), path.join(out, 'all.json'));
    await assert.rejects(write('json', 'all.json'), ExportConflict);
    await write('json', 'all.json', folders, true);
    assert.equal(readFileSync(path.join(base, 'mine'), 'utf8'), 'mine');
  });

  it('are whole runs: of one that is being trained only what is known so far, in tables', async () => {
    const folder = writeRun(path.join(base, '.digits', 'runs'), {
      id: '20260101-000003-aaaa',
      events: all => all.slice(0, 5),
      summary: false,
    });
    const heartbeat = new Date().toISOString();
    writeFileSync(path.join(folder, 'owner.json'), JSON.stringify({ ...thisProcess(), heartbeat }));
    for (const format of ['tensorboard', 'zip'] as const)
      await assert.rejects(write(format, format, [folder]), /this run is being trained; export it when it has ended\./);
    assert.deepEqual(seen(), []);
    await write('csv', 'all.csv', [folder]);
    await write('json', 'all.json', [folder]);
    assert.match(text('all-curves.csv'), /^20260101-000003-aaaa,/m);
  });

  it('stop when they are told to, with nothing half there', async () => {
    const stopped = new AbortController();
    stopped.abort();
    const signal = stopped.signal;
    await assert.rejects(exportFiles(folders, { format: 'zip', path: out, replaces: false, signal }), { name: 'AbortError' });
    assert.deepEqual(seen(), []);
  });
});
