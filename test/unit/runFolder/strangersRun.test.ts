import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { passedOver } from '../../../src/contract/formats/passedOver';
import { listArtifacts, readNotes } from '../../../src/runFolder/artifacts';
import { EventsFollower } from '../../../src/runFolder/eventsFollower';
import { listRuns } from '../../../src/runFolder/listRuns';
import { readConfig, readEvents, readOverview, readRun } from '../../../src/runFolder/readRun';
import { standingOf } from '../../../src/runFolder/standing';
import { Ledger } from '../../../src/runs/ledger';
import { digits } from '../cli/testCli';
import { writeRun } from './writtenRun';

type Json = Record<string, unknown>;

/** What a run folder that came from elsewhere may hold. */
describe("a stranger's run", () => {
  let base: string;
  let runs: string;
  const id = '20260102-030405-abcd';
  beforeEach(() => {
    base = mkdtempSync(path.join(os.tmpdir(), 'digits-stranger-'));
    runs = path.join(base, '.digits', 'runs');
    mkdirSync(runs, { recursive: true });
    writeRun(runs, { id: '20260102-030405-good' });
  });
  afterEach(() => rmSync(base, { recursive: true }));
  const at = (...names: string[]): string => path.join(runs, id, ...names);
  const write = (name: string, content: string): void => writeFileSync(at(name), content);
  const change = (name: string, how: (json: Json) => Json): void =>
    write(name, JSON.stringify(how(JSON.parse(readFileSync(at(name), 'utf8')) as Json)));

  /** The other run is there as always, and this one is a row that says why. */
  async function assertBroken(reason: RegExp): Promise<void> {
    const list = await listRuns(runs);
    assert.deepEqual(
      list.runs.map(run => run.id),
      ['20260102-030405-good'],
    );
    assert.deepEqual(
      list.broken.map(run => run.id),
      [id],
    );
    assert.match(list.broken[0]!.reason, reason);
    const shown = await digits(['list'], { cwd: base });
    assert.equal(shown.exitCode, 0);
    assert.match(shown.err, reason);
    const show = await digits(['show', id], { cwd: base });
    assert.equal(show.exitCode, 1);
    assert.match(show.err, reason);
    assert.doesNotMatch(show.err + shown.err + shown.out, /NaN|undefined|TypeError|\bat .*\.js/);
  }

  describe('whose config', () => {
    const configs: readonly [string, (config: Json) => unknown, RegExp][] = [
      [
        'lacks a parameter',
        c => without(c, 'parameters', 'num_filters'),
        /parameters\.num_filters: it is missing; expected a whole number from 1 to 512/,
      ],
      [
        'has a text for a number',
        c => set(c, 'parameters', 'num_filters', '32; rm -rf /'),
        /parameters\.num_filters: found "32; rm -rf \/"; expected a whole/,
      ],
      [
        'has a number out of range',
        c => set(c, 'parameters', 'num_layers', 1e9),
        /parameters\.num_layers: found 1000000000; expected a whole number from 1/,
      ],
      ['lacks createdAt', c => ({ ...c, createdAt: undefined }), /createdAt: it is missing; expected a time such as/],
      ['has a createdAt that is none', c => ({ ...c, createdAt: 'yesterday' }), /createdAt: found "yesterday"; expected a time/],
      ['has no engine', c => ({ ...c, engine: null }), /engine: found null; expected an object/],
      ['has 400 threads', c => set(c, 'engine', 'threads', 400), /engine\.threads: found 400; expected a whole number from 1 to 256/],
      [
        'has a parent that leads elsewhere',
        c => ({ ...c, parent: '../../../x' }),
        /parent: found "\.\.\/\.\.\/\.\.\/x"; expected a run id/,
      ],
      ['is a list', () => [], /schemaVersion: it is missing; expected a number up to 1/],
      ['is null', () => null, /schemaVersion: it is missing/],
      [
        'has too many classes',
        c => set(c, 'dataset', 'classes', 257),
        /dataset\.classes: found 257; expected a whole number from 2 to 256/,
      ],
    ];
    for (const [what, how, reason] of configs) {
      it(`${what} is a row of its own that says why`, async () => {
        writeRun(runs, { id });
        write('config.json', JSON.stringify(how(JSON.parse(readFileSync(at('config.json'), 'utf8')) as Json)));
        await assertBroken(reason);
      });
    }

    it('says another id has the one of its folder, and hides no other run', async () => {
      for (const other of ['../../../x', '20260102-030405-good', 7, '']) {
        writeRun(runs, { id });
        change('config.json', config => ({ ...config, id: other }));
        change('summary.json', summary => ({ ...summary, id: other }));
        if (typeof other !== 'string') {
          await assertBroken(/id: found 7; expected text/);
          continue;
        }
        const { runs: listed, broken } = await listRuns(runs);
        assert.deepEqual([listed.map(run => [run.id, run.config.id]), broken], [[id, '20260102-030405-good'].map(one => [one, one]), []]);
        assert.equal((await readConfig(at())).id, id);
        assert.equal((await readOverview(at())).summary?.id, id);
        assert.equal((await readRun(at())).config?.id, id);
      }
    });

    it('is larger than a config can be is not read', async () => {
      writeRun(runs, { id });
      change('config.json', config => ({ ...config, more: 'x'.repeat(2_000_000) }));
      await assertBroken(/config\.json: this file is larger than the 1 MB that it may have/);
    });

    it('is of a newer version is shown as far as it can be, and nothing of it is changed', async () => {
      writeRun(runs, { id });
      change('config.json', config => ({ ...config, schemaVersion: 2, more: 1 }));
      const overview = await readOverview(at());
      assert.match(overview.readOnly ?? '', /schema version 2; this Digits Lab reads up to 1\. Update Digits Lab/);
      assert.equal(overview.summary?.testAccuracy, 0.9912);
      await assert.rejects(readConfig(at()), /schema version 2/);
      change('config.json', config => ({ ...config, parameters: 'in another file' }));
      await assertBroken(/schema version 2; this Digits Lab reads up to 1\. Update/);
    });
  });

  describe('whose summary', () => {
    const summaries: readonly [string, (summary: Json) => unknown][] = [
      ['has a text for the accuracy', s => ({ ...s, testAccuracy: 'very good' })],
      ['has an accuracy of 7', s => ({ ...s, testAccuracy: 7 })],
      ['has rows of different lengths', s => ({ ...s, confusionMatrix: [[1], [2, 3]] })],
      ['has no list of scores', s => ({ ...s, perClass: {} })],
      ['is of an unknown status', s => ({ ...s, status: 'done' })],
      ['is a list', () => []],
    ];
    for (const [what, how] of summaries) {
      it(`${what} has the one that its events tell`, async () => {
        writeRun(runs, { id });
        const before = await readOverview(at());
        write('summary.json', JSON.stringify(how(JSON.parse(readFileSync(at('summary.json'), 'utf8')) as Json)));
        assert.deepEqual(await readOverview(at()), before);
      });
    }
  });

  describe('whose events', () => {
    const line = (value: unknown): void => writeFileSync(at('events.jsonl'), `${JSON.stringify(value)}\n`, { flag: 'a' });

    for (const [what, value, reason] of [
      ['null', null, /event 12: found null; expected one of the events of a run/],
      ['a number', 7, /event 12: found 7; expected one of/],
      ['no type', { time: 'x' }, /event 12: type: /],
      [
        'a wrong loss',
        {
          type: 'batchEnded',
          time: '2026-01-02T03:04:05.000Z',
          epoch: 1,
          batch: 1,
          batches: 2,
          loss: 'low',
          accuracy: 1,
          imagesPerSecond: 1,
        },
        /event 12: loss: found "low"; expected a number/,
      ],
      [
        'a config without parameters',
        { type: 'runStarted', time: '2026-01-02T03:04:05.000Z', config: { schemaVersion: 1 } },
        /event 12: config\.\w+: it is missing/,
      ],
    ] as const) {
      it(`have ${what} in them cannot be read, and say where`, async () => {
        writeRun(runs, { id });
        line(value);
        line({ type: 'logged', time: '2026-01-02T03:04:05.000Z', level: 'info', message: 'on' });
        await assert.rejects(readEvents(at()), { name: 'RunFolderError', message: reason });
        await assert.rejects(new EventsFollower(at()).readMore(), { name: 'RunFolderError', message: reason });
        rmSync(at('summary.json'));
        await assertBroken(reason);
      });
    }

    it('are longer than any that Digits Lab wrote are not read to find out who works on it', async () => {
      writeRun(runs, { id });
      truncateSync(at('events.jsonl'), 5_000_000_000);
      const message = /events\.jsonl: this file is larger than the 256 MB that it may have/;
      await assert.rejects(standingOf(at()), { name: 'RunFolderError', message });
      await assert.rejects(readEvents(at()), { name: 'RunFolderError', message });
    });

    it('are of a type or have a field that came later are read without it, and the log is told once', async () => {
      writeRun(runs, { id });
      const told: string[] = [];
      const listening = passedOver.event(text => told.push(text));
      const before = await readRun(at());
      line({ type: 'learningRateChanged', time: '2026-01-02T03:04:05.000Z', to: 0.1 });
      line({ type: 'learningRateChanged', time: '2026-01-02T03:04:05.000Z', to: 0.2 });
      change('config.json', config => ({ ...config, colour: 'blue' }));
      assert.deepEqual(await readRun(at()), before);
      assert.equal('colour' in (await readConfig(at())), false);
      listening.dispose();
      assert.deepEqual(
        told.map(text => text.replace(/^.*[\\/]/, '')),
        [
          'events.jsonl, event 12: an event of the type "learningRateChanged" is not known to this version of Digits Lab and is passed over.',
          'config.json: the field "colour" is not known to this version of Digits Lab and is passed over.',
        ],
      );
    });
  });

  describe('with links', () => {
    before(function () {
      if (process.platform === 'win32') this.skip();
    });

    it('to devices and pipes is read to its end', async () => {
      for (const name of ['labels.json', 'summary.json', 'notes.md', 'owner.json', 'events.jsonl']) {
        writeRun(runs, { id, labels: { name: 'x' } });
        rmSync(at(name), { force: true });
        symlinkSync('/dev/zero', at(name));
        const [overview] = (await listRuns(runs)).runs;
        assert.equal(overview?.id, id, name);
        assert.equal(await readNotes(at()), '');
        await listArtifacts(at());
        rmSync(at(name));
        execFileSync('mkfifo', [at(name)]);
        assert.equal((await listRuns(runs)).runs[0]?.id, id, name);
        rmSync(at(), { recursive: true });
      }
      writeRun(runs, { id });
      rmSync(at('config.json'));
      symlinkSync('/dev/zero', at('config.json'));
      await assertBroken(/config\.json: this is a link/);
    });

    it('to files elsewhere shows nothing of them', async () => {
      writeFileSync(path.join(base, '.env'), 'WANDB_API_KEY=secret');
      writeRun(runs, { id });
      symlinkSync(path.join(base, '.env'), at('notes.md'));
      assert.equal(await readNotes(at()), '');
      assert.ok(!(await listArtifacts(at())).some(({ path: name }) => name === 'notes.md'));
      assert.doesNotMatch((await digits(['show', id], { cwd: base })).out, /secret/);
    });

    it('in the place of the whole folder is a row that says so', async () => {
      symlinkSync(path.join(runs, '20260102-030405-good'), at());
      await assertBroken(/abcd: this is a link/);
    });
  });

  it('that breaks while it is listed becomes a row that says why, and a run again when it is mended', async () => {
    writeRun(runs, { id });
    const ledger = new Ledger(runs);
    await ledger.refresh();
    const changes: unknown[] = [];
    ledger.onChanged(change => changes.push(change));
    const config = readFileSync(at('config.json'), 'utf8');
    write('config.json', '<<<<<<< HEAD');
    await ledger.refreshRuns([id]);
    assert.deepEqual([ledger.runs.length, ledger.broken.map(one => one.id)], [1, [id]]);
    write('config.json', config);
    await ledger.refreshRuns([id]);
    assert.deepEqual([ledger.runs.length, ledger.broken], [2, []]);
    assert.deepEqual(changes, [
      { added: [], changed: [id], removed: [id] },
      { added: [id], changed: [], removed: [] },
    ]);
    ledger.dispose();
  });
});

function set(config: Json, section: string, name: string, value: unknown): Json {
  return { ...config, [section]: { ...(config[section] as Json), [name]: value } };
}

function without(config: Json, section: string, name: string): Json {
  const { [name]: _, ...rest } = config[section] as Json;
  return { ...config, [section]: rest };
}
