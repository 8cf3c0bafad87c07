import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Network } from '../../../src/contract/network';
import type { RunRequest, TrainerEvent } from '../../../src/contract/trainer';
import { isRunId } from '../../../src/contract/runId';
import { processorName } from '../../../src/util/processor';
import { writeRun } from '../runFolder/writtenRun';
import { FakeTrainers } from '../runs/fakeTrainer';
import { eventsOfRun } from './events';
import { digits } from './testCli';

interface Estimate {
  readonly durationMs: number;
  readonly isGuess: boolean;
}

describe('digits train', () => {
  const trainers = new FakeTrainers();
  const folder = mkdtempSync(path.join(os.tmpdir(), 'digits-cli-'));
  mkdirSync(path.join(folder, 'images'));
  after(() => {
    trainers.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  /** A trainer that sends these events and ends. */
  const replaying = (events = eventsOfRun()): string =>
    trainers.write(`onCommand({ start: () => { ${JSON.stringify(events)}.forEach(event => process.send(event)); finish(); } }); ready();`);

  describe('a run', () => {
    it('shows its data, network and changed parameters, its epochs and its scores', async () => {
      const { exitCode, out, err } = await digits(['train'], { trainerFile: replaying(eventsOfRun({ num_filters: 64, seed: 3 })) });
      assert.equal(exitCode, 0);
      assert.equal(err, '');
      for (const text of ['20260102-030405-abcd', '55,000', '10,000', '5,432', '0.0612', '98.22 %', '99.12 %', '0.0271']) {
        assert.ok(out.includes(text), text);
      }
      assert.match(out, /num_filters 64/);
      assert.match(out, /seed 3/);
      assert.match(out, /2 threads/);
      assert.equal(out.match(/^ *[12]\/2 /gm)?.length, 2, 'a line an epoch');
      assert.ok(!out.includes('\r') && !out.includes('\u001b'), 'no cursor movement in a log');
      for (const line of out.split('\n')) assert.ok(line.length <= 80, line);
    });

    it('draws progress on a terminal and leaves nothing of it', async () => {
      const { out } = await digits(['train'], { trainerFile: replaying(), isTerminal: true });
      assert.ok(out.includes('━'));
      const left = out.split('\n').map(line => line.slice(line.lastIndexOf('\u001b[2K') + 1));
      assert.ok(!left.join('\n').includes('━'), 'no progress bar stays');
    });

    it('writes its events as JSON lines and nothing else', async () => {
      const events = eventsOfRun();
      const { exitCode, out } = await digits(['train', '--json'], { trainerFile: replaying(events), isTerminal: true });
      assert.equal(exitCode, 0);
      const lines = out.trimEnd().split('\n');
      assert.deepEqual(
        lines.map(line => JSON.parse(line) as unknown),
        events,
      );
    });

    it('says what is logged where errors go', async () => {
      const [started, ...others] = eventsOfRun();
      const warning = { type: 'logged', level: 'warning', message: 'odd labels', time: started!.time } as const;
      const { out, err } = await digits(['train'], { trainerFile: replaying([started!, warning, ...others]) });
      assert.match(err, /warning: odd labels/);
      assert.ok(!out.includes('odd labels'));
    });
  });

  describe('what the trainer is asked for', () => {
    const requestOf = async (...args: string[]): Promise<RunRequest> => {
      const trainerFile = trainers.write(`
        onCommand({ start: ({ request }) => { log(JSON.stringify(request)); ended('completed'); finish(); } });
        ready();`);
      const { out, err, exitCode } = await digits(['train', '--json', ...args], { trainerFile, cwd: folder });
      assert.equal(exitCode, 0, err);
      const first = JSON.parse(out.split('\n')[0]!) as { message: string };
      return JSON.parse(first.message) as RunRequest;
    };

    it('is the defaults and a new run id', async () => {
      const { id, parameters, threads } = await requestOf();
      assert.ok(isRunId(id));
      assert.equal(parameters.num_filters, 32);
      assert.equal(threads, undefined);
    });

    it('is what the flags say', async () => {
      const { parameters, threads } = await requestOf('--num_filters=64', '--optimizer', 'sgd', '--threads', '3');
      assert.equal(parameters.num_filters, 64);
      assert.equal(parameters.optimizer, 'sgd');
      assert.equal(threads, 3);
    });

    it('has a name, tags and what is expected of it', async () => {
      const { labels, notes } = await requestOf('--name', 'wide', '--tag', 'a', '--tag', 'b', '--tag', 'a', '--hypothesis', 'Better.');
      assert.deepEqual(labels, { name: 'wide', tags: ['a', 'b'] });
      assert.equal(notes, '# Hypothesis\n\nBetter.\n\n# Conclusion\n\n');
      assert.equal((await requestOf()).notes, undefined);
    });

    it('names a folder by its whole path, seen from where the command was called', async () => {
      const images = path.join(folder, 'images');
      assert.equal((await requestOf('--data', 'images')).parameters.dataset, images);
      assert.equal((await requestOf('--dataset', './images')).parameters.dataset, images);
      assert.equal((await requestOf('--data', images, '--dataset', 'images')).parameters.dataset, images);
    });
  });

  describe('bad usage', () => {
    const cases: [string[], RegExp][] = [
      [['train', '--num-filters', 'many'], /--num-filters many: expected a whole number from 1 to 512/],
      [['train', '--num_filters', '0'], /--num-filters 0: expected/],
      [['train', '--optimizer', 'adm'], /--optimizer adm: expected adam, sgd/],
      [['train', '--num-layers', '6'], /--num-layers 6: too many blocks.*at most/],
      [['train', '--kernel-size', '15', '--num-layers', '3'], /--num-layers 3/],
      [['train', '--threads', '0'], /--threads 0: expected a whole number from 1 to 256/],
      [['train', '--threads', '1.5'], /--threads 1\.5/],
      [['train', '--num-filter', '3'], /--num-filter'[^]*--num-filters/],
      [['train', '--epochs'], /--epochs/],
      [['train', 'now'], /too many arguments/],
      [['trian'], /trian[^]*train/],
      [['train', '--data', 'nowhere'], /nowhere: there is no such folder/],
      [['train', '--data', 'images', '--dataset', 'others'], /--data images and --dataset others/],
    ];
    for (const [args, message] of cases) {
      it(`digits ${args.join(' ')}`, async () => {
        const { exitCode, out, err } = await digits(args, { cwd: folder });
        assert.equal(exitCode, 2);
        assert.match(err, message);
        assert.equal(out, '');
      });
    }

    it('is also what the trainer refuses', async () => {
      const trainerFile = trainers.write(`
        onCommand({ start: () => { say({ type: 'runFailed', cause: 'parameters', message: 'batch_size = 900: too large' }); finish(); } });
        ready();`);
      const { exitCode, err } = await digits(['train'], { trainerFile });
      assert.equal(exitCode, 2);
      assert.match(err, /batch_size = 900: too large/);
    });
  });

  describe('a run that fails', () => {
    it('says why', async () => {
      const trainerFile = trainers.write(`
        onCommand({ start: () => { say({ type: 'runFailed', cause: 'training', message: 'Training diverged.' }); finish(); } });
        ready();`);
      const { exitCode, err } = await digits(['train'], { trainerFile });
      assert.equal(exitCode, 1);
      assert.match(err, /^digits: Training diverged\.$/m);
    });

    it('shows what a crashed trainer printed last', async () => {
      const { exitCode, err } = await digits(['train'], { trainerFile: trainers.write(`throw new Error('no engine here');`) });
      assert.equal(exitCode, 1);
      assert.match(err, /no engine here/);
    });

    it('leaves standard output to the events with --json', async () => {
      const { exitCode, out } = await digits(['train', '--json'], { trainerFile: trainers.write('process.exit(4);') });
      assert.equal(exitCode, 1);
      assert.equal(out, '');
    });
  });

  describe('Ctrl-C', () => {
    const until = (text: string, times = 1): ((out: string, interrupt: () => void) => void) => {
      let left = times;
      return (out, interrupt) => {
        for (; left > 0 && out.includes(text); left--) interrupt();
      };
    };

    it('stops, evaluates and tells the shell', async () => {
      const trainerFile = trainers.write(`
        const events = ${JSON.stringify(eventsOfRun())};
        onCommand({
          start: () => events.slice(0, 5).forEach(event => process.send(event)),
          stop: () => { process.send(events.find(event => event.type === 'evaluated')); ended('stopped'); finish(); },
        });
        ready();`);
      const { exitCode, out, err } = await digits(['train'], { trainerFile, onOutput: until('1/2') });
      assert.equal(exitCode, 130);
      assert.match(err, /Stopping after this batch, then evaluating/);
      assert.match(out, /99\.12 %/);
      assert.match(out, /Stopped after 1 of 2 epochs/);
    });

    it('ends at once the second time', async () => {
      const trainerFile = trainers.write(`
        onCommand({ start: () => ${JSON.stringify(eventsOfRun())}.slice(0, 5).forEach(event => process.send(event)) });
        ready();`);
      const { exitCode } = await digits(['train'], { trainerFile, onOutput: until('1/2', 2) });
      assert.equal(exitCode, 130);
    });
  });

  describe('--dry-run', () => {
    it('shows the network and starts nothing', async () => {
      const { exitCode, out } = await digits(['train', '--dry-run', '--num-filters', '8', '--padding', 'same']);
      assert.equal(exitCode, 0);
      assert.match(out, /^conv_1.*28 × 28 × 8/m);
      assert.match(out, /^total/m);
      assert.match(out, /^Training takes roughly \d+.* on this machine\.$/m);
    });

    it('says how long it takes by what runs of this machine took', async () => {
      const here = (all: TrainerEvent[]): TrainerEvent[] =>
        all.map(event => {
          if (event.type !== 'runStarted') return event;
          return { ...event, config: { ...event.config, environment: { ...event.config.environment, cpu: processorName() } } };
        });
      const runs = path.join(folder, 'measured');
      for (const end of ['aaaa', 'bbbb', 'cccc']) writeRun(runs, { id: `20260102-030405-${end}`, events: here });
      const { out } = await digits(['train', '--dry-run', '--runs', runs, '--threads', '2']);
      // 12 epochs of 55,000 images at 5,432 a second, and the validation.
      assert.match(out, /^Training takes about 2m06s on this machine\.$/m);
    });

    it('gives the network as JSON', async () => {
      const { out } = await digits(['train', '--dry-run', '--json']);
      const network = JSON.parse(out) as Network & { readonly estimate: Estimate };
      assert.equal(network.parameterCount, 34_826);
      assert.ok(network.estimate.durationMs > 0);
      assert.equal(network.estimate.isGuess, true);
    });

    it('refuses what cannot be', async () => {
      assert.equal((await digits(['train', '--dry-run', '--num-layers', '6'])).exitCode, 2);
    });
  });

  describe('help', () => {
    it('is had of a command by the word too', async () => {
      const [one, other] = await Promise.all([digits(['help', 'effect']), digits(['effect', '--help'])]);
      assert.deepEqual(one, other);
      assert.deepEqual([one.exitCode, (await digits(['help'])).out], [0, (await digits(['--help'])).out]);
      assert.equal((await digits(['help', 'nothing'])).exitCode, 2);
    });

    it('lists every flag in its group, its description within 80 columns', async () => {
      const { exitCode, out, err } = await digits(['train', '--help']);
      assert.equal(exitCode, 0);
      assert.equal(err, '');
      for (const text of [
        'Network:',
        'Training:',
        'Data:',
        'Run:',
        'Examples:',
        'Exit codes:',
        '--num-filters',
        '--dry-run',
        '--threads',
      ]) {
        assert.ok(out.includes(text), text);
      }
      for (const line of out.split('Examples:')[0]!.split('\n')) assert.ok(line.length <= 80, line);
    });

    it('tells the version', async () => {
      const { exitCode, out } = await digits(['--version']);
      assert.equal(exitCode, 0);
      assert.match(out, /^\d+\.\d+\.\d+/);
    });

    it('is what comes without a command, as a mistake', async () => {
      const { exitCode, out, err } = await digits([]);
      assert.equal(exitCode, 2);
      assert.equal(out, '');
      assert.match(err, /train/);
    });
  });
});
