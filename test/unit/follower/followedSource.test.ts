import assert from 'node:assert/strict';
import { appendFileSync, cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { scalarEvent, textEvent, versionEvent } from '../../../src/artifacts/tensorboard/eventMessages';
import { tfRecord } from '../../../src/artifacts/tensorboard/tfRecord';
import { mnistTestLabels } from '../../../src/data/mnist';
import { FollowedSource } from '../../../src/follower/followedSource';
import { SourceFinder } from '../../../src/follower/findSources';
import { KnownRuns } from '../../../src/follower/knownRuns';
import { Room } from '../../../src/follower/room';
import type { Source } from '../../../src/follower/source';
import { readCsv } from '../../../src/foreign/csv/readCsv';
import type { ForeignRun } from '../../../src/foreign/foreignRun';
import { readEvents } from '../../../src/foreign/tensorboard/readEvents';
import { readWandb } from '../../../src/foreign/wandb/readWandb';
import { newDraftId } from '../../../src/runFolder/importing/drafts';
import { changeLabels } from '../../../src/runFolder/labels';
import { readRecording } from '../../../src/runFolder/recording/readRecording';
import { RecordingWriter } from '../../../src/runFolder/recording/recordingWriter';
import { writeForeignRun } from '../../../src/foreign/writeRun';
import { recordings } from '../foreign/fixtures';
import { contentOf, foldersIn, importedContent, later, oddCuts, readAll, workFolders } from './followedFixture';

const readKnownLabels = (): ReturnType<typeof mnistTestLabels> => mnistTestLabels(path.resolve('dist/data/mnist'));

describe('a source that is followed', () => {
  /** Those that a test began. */
  const begun: FollowedSource[] = [];
  // Before its folders are gone.
  afterEach(async () => {
    for (const one of begun.splice(0)) await one.release();
  });
  const folders = workFolders();
  const told: string[] = [];

  /** What follows a source, as a process that has just begun. */
  async function follower(source: Source, now: () => number = Date.now): Promise<FollowedSource> {
    const { runsFolder } = folders();
    const runs = await KnownRuns.read(runsFolder);
    const made = new FollowedSource(source, { runsFolder, runs, room: new Room(), tell: line => told.push(line), now, readKnownLabels });
    begun.push(made);
    return made;
  }

  async function onlySource(below: string): Promise<Source> {
    const { root, runsFolder } = folders();
    const { sources, refused } = await new SourceFinder(readAll).find([{ root, paths: [below], isOpen: true, runsFolder }], Date.now());
    assert.deepEqual([sources.length, refused], [1, []]);
    return sources[0]!;
  }

  interface Recorded {
    readonly name: string;
    /** Below the fixtures. */
    readonly from: string;
    readonly read: (folder: string) => Promise<ForeignRun>;
  }

  const recorded: readonly Recorded[] = [
    { name: "Keras's CSVLogger", from: 'csv/keras', read: folder => readCsv(folder, 'training.csv') },
    { name: "Lightning's CSVLogger", from: 'csv/lightning/version_0', read: folder => readCsv(folder, 'metrics.csv') },
    { name: "Keras's TensorBoard", from: 'tensorboard/first run', read: folder => readEvents({ folder, files: eventFilesIn(folder) }) },
    { name: 'the older TensorBoard', from: 'tensorboard/old', read: folder => readEvents({ folder, files: eventFilesIn(folder) }) },
    ...readdirSync(path.join(recordings, 'wandb'), { withFileTypes: true })
      .filter(entry => entry.isDirectory())
      .map(({ name }) => ({ name: `W&B ${name}`, from: `wandb/${name}/offline-run-20261123_132647-k3x9ab12`, read: readWandb })),
  ];

  function eventFilesIn(folder: string): string[] {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter(name => name.includes('tfevents'))
      .toSorted();
  }

  const GROWING = /tfevents|metrics\.csv|training\.csv|\.wandb$/;

  /** Has the files of a recording grow below `work/NAME`, in pieces of odd lengths. */
  async function grow(
    from: string,
    pieces: number,
    look: (piece: number) => Promise<void>,
    change: (bytes: Buffer) => Buffer = bytes => bytes,
  ): Promise<string> {
    const folder = path.join(folders().root, path.basename(from));
    cpSync(path.join(recordings, from), folder, { recursive: true });
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter(name => GROWING.test(name))
      .map(name => path.join(folder, name));
    const whole = files.map(file => change(readFileSync(file)));
    for (const file of files) writeFileSync(file, '');
    const cuts = whole.map(bytes => oddCuts(bytes.length, pieces));
    for (let piece = 0; piece < pieces; piece++) {
      for (const [i, file] of files.entries()) appendFileSync(file, whole[i]!.subarray(cuts[i]![piece - 1] ?? 0, cuts[i]![piece]));
      await look(piece);
    }
    return folder;
  }

  async function onlySourceOrNone(below: string): Promise<Source | undefined> {
    const { root, runsFolder } = folders();
    const { sources } = await new SourceFinder(readAll).find([{ root, paths: [below], isOpen: true, runsFolder }], Date.now());
    return sources[0];
  }

  /** Follows it when nothing more is written. */
  async function settled(below: string): Promise<void> {
    const source = await follower(await onlySource(below), later);
    for (let ms = await source.look(); ms !== undefined; ms = await source.look());
  }

  async function contentOfOnly(): Promise<Record<string, unknown>> {
    const all = await foldersIn(folders().runsFolder);
    assert.equal(all.length, 1, `${all.length} runs; told: ${told.join('\n')}`);
    return contentOf(all[0]!);
  }

  describe('a run that is followed while its files grow', () => {
    beforeEach(() => told.splice(0));

    for (const { name, from, read } of recorded) {
      const below = path.basename(from);

      it(`of ${name} is in the end what an import makes of it`, async () => {
        let source: FollowedSource | undefined;
        const rows: number[] = [];
        const folder = await grow(from, 41, async () => {
          const found = await onlySourceOrNone(below);
          if (!found) return;
          source ??= await follower(found);
          source.update(found);
          await source.look();
          const [run] = await foldersIn(folders().runsFolder);
          if (run !== undefined) rows.push(readFileSync(path.join(run, 'history.jsonl'), 'utf8').split('\n').length);
        });
        // It was live.
        assert.ok(new Set(rows).size > 2, `rows: ${rows.join(' ')}; told: ${told.join(' ')}`);
        assert.deepEqual(
          rows,
          rows.toSorted((a, b) => a - b),
        );
        await source!.release();
        await settled(below);
        assert.deepEqual(await contentOfOnly(), await importedContent(await read(folder)));
      });

      it(`of ${name} goes on when its follower was killed, again and again`, async () => {
        const folder = await grow(from, 13, async () => {
          const found = await onlySourceOrNone(below);
          if (!found) return;
          const source = await follower(found);
          await source.look();
          await source.release();
        });
        await settled(below);
        assert.deepEqual(await contentOfOnly(), await importedContent(await read(folder)));
        const before = await contentOfOnly();
        told.splice(0);
        await settled(below);
        assert.deepEqual([await contentOfOnly(), told], [before, []]);
      });
    }
  });

  describe('a run that is followed while its files are damaged', () => {
    for (const { name, from, read } of recorded) {
      const below = path.basename(from);

      it(`of ${name} is what an import makes of it, or none`, async () => {
        for (let at = 1; at < 8; at++) {
          const { root, runsFolder } = folders();
          for (const one of [path.join(root, below), runsFolder]) rmSync(one, { recursive: true, force: true });
          const damage = (bytes: Buffer): Buffer => {
            const where = Math.floor((bytes.length * at) / 8);
            bytes[where]! ^= 0x11;
            return bytes;
          };
          let source: FollowedSource | undefined;
          const folder = await grow(
            from,
            5,
            async () => {
              const found = await onlySourceOrNone(below);
              if (!found) return;
              source ??= await follower(found);
              source.update(found);
              await source.look();
            },
            damage,
          );
          await source?.release();
          const found = await onlySourceOrNone(below);
          if (found) await settled(below);
          const whole = await read(folder).catch((error: Error) => error);
          const all = await foldersIn(runsFolder);
          if (!found || whole instanceof Error) assert.ok(all.length <= 1);
          else assert.deepEqual(await contentOfOnly(), await importedContent(whole), `at ${at}`);
        }
      });
    }
  });

  describe('a log that is followed', () => {
    const log = (name = 'training.csv'): string => path.join(folders().root, name);
    const follow = async (name = 'training.csv', now?: () => number): Promise<FollowedSource> => follower(await onlySource(name), now);
    const rowsOf = (folder: string): unknown[] =>
      readFileSync(path.join(folder, 'history.jsonl'), 'utf8')
        .split('\n')
        .filter(line => line !== '')
        .map(line => JSON.parse(line) as unknown);
    const stateOf = async (folder: string): Promise<string> => (await readRecording(folder))!.state;
    beforeEach(() => told.splice(0));

    it('which is written anew with more columns, as Lightning does, is the same run', async () => {
      writeFileSync(log(), 'epoch,loss\n0,0.5\n1,0.25\n');
      const source = await follow();
      await source.look();
      // In the middle of it.
      writeFileSync(log(), 'epoch,accuracy,loss\n0,,0.5\n1,');
      await source.look();
      writeFileSync(log(), 'epoch,accuracy,loss\n0,,0.5\n1,,0.25\n1,0.75,\n');
      await source.look();
      const [folder, ...others] = await foldersIn(folders().runsFolder);
      assert.deepEqual(others, []);
      assert.deepEqual(rowsOf(folder!), [
        { _step: 0, epoch: 0, loss: 0.5 },
        { _step: 1, epoch: 1, loss: 0.25 },
        { _step: 1, epoch: 1, accuracy: 0.75 },
      ]);
      await source.release();
      // Also by a process that begins then.
      writeFileSync(log(), 'epoch,accuracy,f1,loss\n0,,,0.5\n1,,,0.25\n1,0.75,,\n2,,0.5,\n');
      await settled('training.csv');
      assert.deepEqual(await contentOfOnly(), await importedContent(await readCsv(folders().root, 'training.csv')));
    });

    it('which another training writes anew is another run, and the first one stays', async () => {
      writeFileSync(log(), 'epoch,loss\n0,0.5\n1,0.25\n');
      const source = await follow();
      await source.look();
      writeFileSync(log(), 'epoch,loss\n0,0.7\n1,0.25\n');
      await source.look();
      await source.release();
      // Also for a process that begins then.
      writeFileSync(log(), 'epoch,loss\n0,0.6\n1,0.25\n');
      const later = await follow();
      await later.look();
      await later.release();
      const lossOf = (run: string): number => (rowsOf(run)[0] as { loss: number }).loss;
      const all = (await foldersIn(folders().runsFolder)).toSorted((a, b) => lossOf(a) - lossOf(b));
      assert.deepEqual(all.map(lossOf), [0.5, 0.6, 0.7]);
      assert.deepEqual(await Promise.all(all.map(stateOf)), ['finished', 'running', 'finished']);
      assert.match((await readRecording(all[0]!))!.missing.join(), /written anew/);
      assert.match(told.join('\n'), /its row 1 is another one now/);
    });

    it('with quotes, lines inside of them and other separators is what an import makes of it, byte by byte', async () => {
      const text = '\uFEFFepoch;"val loss";note\r\n0;nan;"a; ""b""\nc"\r\n1;-inf;NA\r\n2;1e-3;"é\r\n"\r\n3;0.5;x\r\n';
      const source = [...Buffer.from(text)];
      writeFileSync(log(), '');
      let now = Date.now();
      const following = await follow('training.csv', () => now);
      for (const byte of source) {
        appendFileSync(log(), Buffer.from([byte]));
        // In the middle of quotes a log is none yet.
        now += 10_000;
        await following.look();
      }
      const [folder] = await foldersIn(folders().runsFolder);
      assert.equal(rowsOf(folder!).length, 4, told.join('\n'));
      await following.release();
      await settled('training.csv');
      assert.deepEqual(await contentOfOnly(), await importedContent(await readCsv(folders().root, 'training.csv')));
    });

    it('which is shorter than it was, and stays so, is another run', async () => {
      writeFileSync(log(), 'epoch,loss\n0,0.5\n1,0.25\n');
      let now = Date.now();
      const source = await follow('training.csv', () => now);
      await source.look();
      writeFileSync(log(), 'epoch,loss\n0,0.5\n');
      await source.look();
      assert.equal((await foldersIn(folders().runsFolder)).length, 1);
      now = later();
      await source.look();
      assert.deepEqual(
        (await foldersIn(folders().runsFolder)).map(folder => rowsOf(folder).length).toSorted((a, b) => a - b),
        [1, 2],
      );
    });

    it('goes on after it was quiet for long, also where its last row was not whole then', async () => {
      writeFileSync(log(), 'epoch,loss\n0,0.5\n1,0.2');
      let now = Date.now();
      const source = await follow('training.csv', () => now);
      await source.look();
      const [folder] = await foldersIn(folders().runsFolder);
      assert.equal(rowsOf(folder!).length, 1);
      now = later();
      await source.look();
      assert.deepEqual([await stateOf(folder!), rowsOf(folder!).length, source.isLive], ['finished', 2, false]);
      assert.match((await readRecording(folder!))!.missing.join(), /How it ended is not in its files/);
      now = Date.now();
      appendFileSync(log(), '5\n2,0.125\n');
      await source.look();
      assert.deepEqual([await stateOf(folder!), (await readRecording(folder!))!.missing], ['running', []]);
      assert.deepEqual(
        rowsOf(folder!).map(row => (row as { loss: number }).loss),
        [0.5, 0.25, 0.125],
      );
      await source.release();
      await settled('training.csv');
      assert.deepEqual(await contentOfOnly(), await importedContent(await readCsv(folders().root, 'training.csv')));
    });

    for (const [when, isLate] of [
      ['before it', false],
      ['after it had ended', true],
    ] as const)
      it(`has the settings that were written beside it ${when}`, async () => {
        const settings = (): void => writeFileSync(path.join(folders().root, 'hparams.yaml'), 'seed: 3\nlr: 0.01\n');
        if (!isLate) settings();
        writeFileSync(log(), 'epoch,loss,val_loss\n0,0.5,0.6\n1,0.25,0.3\n');
        const source = await follower(await onlySource('training.csv'), later);
        await source.look();
        if (isLate) {
          settings();
          await source.look();
        }
        const content = await contentOfOnly();
        assert.deepEqual(content['parameters'], { seed: 3, learning_rate: 0.01 });
        assert.deepEqual(content, await importedContent(await readCsv(folders().root, 'training.csv')));
        told.splice(0);
        await settled('training.csv');
        assert.deepEqual(told, []);
      });

    it('is not made a second time where it was imported, nor again when a person has deleted it', async () => {
      writeFileSync(log(), 'epoch,loss\n0,0.5\n');
      const { runsFolder, root } = folders();
      const run = await readCsv(root, 'training.csv');
      const { folder } = await writeForeignRun(run, { runsFolder, draftId: newDraftId(), name: run.name });
      await settled('training.csv');
      assert.deepEqual(await foldersIn(runsFolder), [folder]);
      assert.match(told.join(), /is not followed: it is there already/);
      rmSync(folder, { recursive: true });
      const source = await follow();
      await source.look();
      const [made] = await foldersIn(runsFolder);
      rmSync(made!, { recursive: true });
      for (const row of ['1,0.25\n', '2,0.125\n']) {
        appendFileSync(log(), row);
        await source.look();
      }
      assert.deepEqual(await foldersIn(runsFolder), []);
    });

    it('keeps its name, tags and notes from a person', async () => {
      writeFileSync(log(), 'epoch,loss\n0,0.5\n');
      const source = await follow();
      await source.look();
      const [folder] = await foldersIn(folders().runsFolder);
      await changeLabels(folder!, { name: 'mine' });
      appendFileSync(log(), '1,0.25\n');
      await source.look();
      await source.release();
      await settled('training.csv');
      assert.match(readFileSync(path.join(folder!, 'labels.json'), 'utf8'), /"mine"/);
    });

    it('says what is wrong with it once, and goes on when it is right', async () => {
      writeFileSync(log(), 'length,width\n1,2\n');
      let now = Date.now();
      const source = await follow('training.csv', () => now);
      for (let i = 0; i < 3; i++) await source.look();
      assert.match(told.join('\n'), /^[^\n]*this is no log of a training[^\n]*$/);
      appendFileSync(log(), '3,4\n');
      // Not at once: it may be written to all the time.
      assert.equal(await source.look(), 10_000);
      now += 10_000;
      await source.look();
      writeFileSync(log(), 'epoch,loss\n0,0.5\n');
      assert.equal(await source.look(), 20_000);
      now += 20_000;
      await source.look();
      assert.equal((await foldersIn(folders().runsFolder)).length, 1);
      appendFileSync(log(), '"x\n1,0.25\n2,"0.125\n');
      await source.look();
      const [folder] = await foldersIn(folders().runsFolder);
      assert.match((await readRecording(folder!))!.missing.join(), /^What was written later is not here: .*training\.csv/);
    });

    it('which other rows are written into again and again is left', async () => {
      writeFileSync(log(), 'epoch,best\n0,0\n');
      const source = await follow();
      for (let i = 0; i < 9; i++) {
        writeFileSync(log(), `epoch,best\n${i},${i}\n`);
        await source.look();
      }
      assert.equal((await foldersIn(folders().runsFolder)).length, 5);
      assert.match(told.at(-1)!, /again and again; it is not followed any more/);
    });
  });

  describe('event files that are followed', () => {
    const from = path.join(recordings, 'tensorboard');
    const logs = (): string => path.join(folders().root, 'logs');
    beforeEach(() => told.splice(0));

    it('whose folder was removed and written anew are another run', async () => {
      cpSync(path.join(from, 'first run'), logs(), { recursive: true });
      const source = await follower(await onlySource('logs'));
      await source.look();
      rmSync(logs(), { recursive: true });
      cpSync(path.join(from, 'old'), logs(), { recursive: true });
      source.update(await onlySource('logs'));
      await source.look();
      await source.release();
      const all = await foldersIn(folders().runsFolder);
      assert.equal(all.length, 2);
      await settled('logs');
      const run = await readEvents({ folder: logs(), files: eventFilesIn(logs()) });
      const made = await Promise.all(all.map(contentOf));
      const expected = await importedContent(run);
      assert.ok(made.some(({ history }) => history === expected['history']));
    });

    it('are read once, however long they grow before there is a scalar', async () => {
      mkdirSync(logs());
      const file = path.join(logs(), 'events.out.tfevents.1');
      const at = { timeMs: Date.now(), step: 0 };
      const texts = Array.from({ length: 9 }, (_, i) => tfRecord(textEvent(at, `text ${i}`, 'x'.repeat(1_000))));
      writeFileSync(file, Buffer.concat([tfRecord(versionEvent(at.timeMs)), ...texts]));
      const source = await follower(await onlySource('logs'));
      await source.look();
      assert.deepEqual(told, []);
      // What was read is not read again: it is not noticed that it is damaged, until all of it is.
      const bytes = readFileSync(file);
      bytes[5_000]! ^= 1;
      writeFileSync(file, Buffer.concat([bytes, tfRecord(scalarEvent(at, 'loss', 0.5))]));
      await source.look();
      assert.match(told.join('\n'), /there are no scalars/);
    });

    it('are another run where they are written anew before there is a scalar', async () => {
      mkdirSync(logs());
      const file = path.join(logs(), 'events.out.tfevents.1');
      const at = { timeMs: Date.now(), step: 0 };
      writeFileSync(file, Buffer.concat([tfRecord(versionEvent(at.timeMs)), tfRecord(textEvent(at, 'text', 'x'.repeat(1_000)))]));
      const source = await follower(await onlySource('logs'));
      await source.look();
      writeFileSync(file, Buffer.concat([tfRecord(versionEvent(0)), tfRecord(scalarEvent(at, 'loss', 0.5))]));
      await source.look();
      await source.release();
      const { history } = await contentOfOnly();
      assert.match(String(history), /"loss":0\.5/);
    });

    it('that come one after the other are one run', async () => {
      cpSync(path.join(from, 'first run', 'train'), path.join(logs(), 'train'), { recursive: true });
      const source = await follower(await onlySource('logs'));
      await source.look();
      cpSync(path.join(from, 'first run'), logs(), { recursive: true });
      source.update(await onlySource('logs'));
      await source.look();
      await source.release();
      await settled('logs');
      assert.deepEqual(await contentOfOnly(), await importedContent(await readEvents({ folder: logs(), files: eventFilesIn(logs()) })));
    });
  });

  describe('a run folder of W&B that is followed', () => {
    it('is not made a second time where its script sends the run here', async () => {
      const name = 'offline-run-20261123_132647-k3x9ab12';
      cpSync(path.join(recordings, 'wandb', '0.31.0', name), path.join(folders().root, name), { recursive: true });
      const { runsFolder } = folders();
      const source = { tool: 'wandb 0.31.0', run: 'local/digits/k3x9ab12' };
      const writer = await RecordingWriter.create({ runsFolder, source, facts: { startedAt: new Date().toISOString() } });
      await writer.release();
      await settled(name);
      assert.deepEqual(await foldersIn(runsFolder), [writer.folder]);
    });
  });
});
