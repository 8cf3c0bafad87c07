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

  const write = (format: FileFormat, name: string, of = folders, replaces = false): Promise<string[]> =>
    exportFiles(of, { format, path: path.join(out, name), replaces });
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
