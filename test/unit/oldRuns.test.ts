import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { failureInBrief } from '../../src/wording/divergence';
import { runLabel } from '../../src/experiment/runLabel';
import { readConfig, readOverview, readRun } from '../../src/runFolder/readRun';
import { Lab } from '../../src/runs/lab';
import { describeEnvironment } from '../../src/trainer/environment';
import { oldRuns, type ExpectedRun, type OldRun, type OldRuns } from '../oldRuns';
import { untilLab } from '../untilLab';
import { WandbServer } from '../wandbServer/wandbServer';
import { digits as digitsHere, type CliResult } from './cli/testCli';
import { baselineTrainer } from './trainer/baselineTrainer';
import { temporaryRuns } from './trainer/forkTrainer';

/** Why a run is not gone on with that was begun by a version whose numbers come out otherwise. */
const otherNumerics = /computes otherwise \(version .*\)\. Start it again with the same parameters/;

/** With which W&B takes a run for finished, killed, or crashed. */
const exitCodes: Readonly<Record<string, number>> = { completed: 0, stopped: 255, failed: 1, interrupted: 1 };

const evaluated = ['completed', 'stopped', 'archived', 'resumed', 'patient', 'wasm', 'recorded', 'child'] as const;

/**
 * What is shown, but for what is shown otherwise since: large numbers have six digits, so that columns keep their width, curves are drawn
 * to their ends (where the axis of a single epoch had a rounded label), a star means the best run only, and there are parameters that came
 * later.
 */
function asShown(text: string): string {
  return text
    .replaceAll(/\b\d{4,}\.\d+/g, number => Number(number).toPrecision(6))
    .replaceAll(/.*[┤┼].*\n/g, '')
    .replaceAll('★ default', '· default')
    .replaceAll('★', '•')
    .replaceAll(/^ +transpose +auto\n/gm, '')
    .replaceAll(/^ +| +(?= )/gm, '');
}

/** What 0.1.0 left is as good as on the day that it was made. */
describe('runs of version 0.1.0', () => {
  const trainerFile = baselineTrainer(temporaryRuns());
  let old: OldRuns;
  beforeEach(() => (old = oldRuns()));
  afterEach(() => old.remove());

  const digits = (args: readonly string[], environment = {}): Promise<CliResult> =>
    digitsHere(args, { cwd: old.folder, trainerFile, environment });
  async function done(args: readonly string[], environment = {}): Promise<string> {
    const { out, err, exitCode } = await digits(args, environment);
    assert.equal(exitCode, 0, out + err);
    return out;
  }
  const roles = (): [OldRun, ExpectedRun][] => Object.entries(old.expected.runs) as [OldRun, ExpectedRun][];
  /** Where the last bits of every number are those of the machine that made them. */
  const isSameKindOfMachine = async (): Promise<boolean> =>
    (await readConfig(old.at('completed'))).environment.instructionSet === describeEnvironment().instructionSet;

  it('are one of each status, and tell nothing of the machine that made them', () => {
    const statuses = new Set(roles().map(([, { status }]) => status));
    assert.deepEqual([...statuses].toSorted(), ['completed', 'failed', 'interrupted', 'stopped']);
    const tells = [process.cwd(), os.homedir(), os.hostname()].filter(text => text.length > 4);
    const files = readdirSync(old.folder, { recursive: true, encoding: 'utf8' }).map(name => path.join(old.folder, name));
    for (const file of files.filter(name => statSync(name).isFile())) {
      const bytes = readFileSync(file);
      for (const text of tells) assert.ok(!bytes.includes(text), `${file} has ${text} in it`);
    }
  });

  it('read as before', async () => {
    for (const [role, expected] of roles()) {
      const folder = old.at(role);
      const { status, summary, labels, config } = await readOverview(folder);
      const { epochs, batches, log } = await readRun(folder);
      const { show: _, ...figures } = expected;
      assert.deepEqual(
        {
          status,
          label: runLabel({ labels, parameters: config.parameters }),
          epochs: epochs.map(({ epoch, loss, accuracy, valLoss, valAccuracy }) => ({ epoch, loss, accuracy, valLoss, valAccuracy })),
          batches: batches.length,
          log: log.map(({ message }) => message),
          reason: summary?.reason ?? null,
          keptEpoch: summary?.keptEpoch ?? null,
          testLoss: summary?.testLoss ?? null,
          testAccuracy: summary?.testAccuracy ?? null,
        },
        figures,
        role,
      );
    }
  });

  it('are listed as before', async () => {
    const { columns, wide, usual } = old.expected.list;
    assert.equal(asShown(await done(['list', '--all', '--columns', columns])), asShown(wide));
    // The columns that it shows unasked are others since.
    const [head = ''] = asShown(usual).split('\n');
    assert.equal(asShown(await done(['list', '--columns', head.replaceAll(' ', ',')])), asShown(usual));
    const idsIn = (table: string): string[] => [...table.matchAll(/^\d{8}-\d{6}-\w{4}/gm)].map(([id]) => id);
    assert.deepEqual(idsIn(await done(['list'])), idsIn(usual));
  });

  it('are shown as before', async () => {
    for (const [role, { show }] of roles()) {
      const shown = await done(['show', old.expected.ids[role]]);
      // Notes are set off since, so that no line of theirs looks like one of the command line's.
      const [before, notes] = show.split('\nNotes\n');
      const expected = notes === undefined ? show : `${before}\nNotes\n${notes.replaceAll(/^(?=.)/gm, '  ')}`;
      // The reason of a failure stands below its name since, where it is told in brief.
      const retold = expected.replace(
        /^(.*failed: )(.*)\n(.*\n)/,
        (_, title: string, reason: string, id: string) => `${title}${failureInBrief(reason)}\n${id}  reason   ${reason}\n`,
      );
      assert.equal(asShown(shown.replaceAll(old.folder, '{workspace}')), asShown(retold), role);
    }
  });

  it('are in the editor what they were, with the one that waits', async () => {
    const lab = new Lab({
      locations: [{ runsFolder: old.runs, queueFile: old.queueFile }],
      trainerFile,
      memory: { read: () => [], write: () => undefined },
      settings: () => ({ maxConcurrentRuns: 1 }),
    });
    try {
      await lab.refresh();
      assert.deepEqual(lab.broken, []);
      assert.deepEqual(
        lab.runs.map(({ id, status, labels, parameters }) => ({ id, status, label: runLabel({ labels, parameters }) })),
        roles()
          .map(([role, { status, label }]) => ({ id: old.expected.ids[role], status, label }))
          .toSorted((a, b) => (a.id < b.id ? -1 : 1)),
      );
      assert.equal(lab.find(old.expected.ids.child)?.parent, old.expected.ids.completed);
      assert.equal(lab.isQueuePaused, true);
      assert.deepEqual(
        lab.queued.map(({ id, labels, parent, threads, parameters }) => [id, labels, parent, threads, parameters.seed]),
        [[old.expected.ids.waiting, { name: 'Waiting', tags: ['later'] }, old.expected.ids.completed, 2, 7]],
      );
      await lab.resume(old.expected.ids.interrupted);
      await untilLab(lab, () => otherNumerics.test(lab.find(old.expected.ids.interrupted)?.reason ?? ''));
    } finally {
      await lab.dispose();
    }
  });

  it('that were interrupted or stopped are refused a resumption, by which half of a run would have other numerics', async () => {
    for (const role of ['interrupted', 'stopped'] as const) {
      const { exitCode, err } = await digits(['train', '--resume', old.expected.ids[role]]);
      assert.equal(exitCode, 1, role);
      assert.match(err, otherNumerics);
      assert.ok(!existsSync(path.join(old.at(role), 'owner.json')), 'nobody trains it');
      assert.equal((await readRun(old.at(role))).epochs.length, old.expected.runs[role].epochs.length);
    }
  });

  it('that are completed or failed are refused a resumption as before', async () => {
    const completed = await digits(['train', '--resume', old.expected.ids.completed]);
    assert.deepEqual([completed.exitCode, completed.out], [1, '']);
    assert.match(completed.err, /this run is completed; there is nothing to resume/);
    const failed = await digits(['train', '--resume', old.expected.ids.failed]);
    assert.equal(failed.exitCode, 1);
    assert.match(failed.err, /It would diverge again at the same step/);
    assert.equal((await readOverview(old.at('failed'))).status, 'failed');
  });

  it('evaluate to what they found', async () => {
    const isSame = await isSameKindOfMachine();
    for (const role of evaluated) {
      const said = JSON.parse(await done(['evaluate', old.expected.ids[role], '--json'])) as { sameAsKept: boolean; accuracy: number };
      if (isSame) assert.equal(said.sameAsKept, true, role);
      else assertNear(said.accuracy, old.expected.runs[role].testAccuracy!, 0.001);
    }
    if (isSame) assert.match(await done(['evaluate', old.expected.ids.patient]), /^The same as when the run ended\.$/m);
    for (const role of ['failed', 'interrupted'] as const)
      assert.equal((await digits(['evaluate', old.expected.ids[role]])).exitCode, 1, `${role}: it has no model`);
  });

  it('are reproduced, which says that the numerics are others since', async () => {
    for (const role of ['completed', 'patient', 'wasm'] as const) {
      const said = await done(['reproduce', old.expected.ids[role], '--json']);
      const { original, reproduction, verdict, causes } = JSON.parse(said) as {
        readonly [name in 'original' | 'reproduction' | 'verdict']: string;
      } & { readonly causes: readonly string[] };
      assert.equal(original, old.expected.ids[role]);
      assert.ok(existsSync(path.join(old.runs, reproduction)));
      assert.notEqual(verdict, 'different', causes.join());
      assert.ok(
        causes.some(cause => cause.startsWith("trainer's numerics: 1 → ")),
        causes.join(),
      );
    }
    const { exitCode, err } = await digits(['reproduce', old.expected.ids.stopped]);
    assert.equal(exitCode, 2);
    assert.match(err, /is stopped; only a completed run can be reproduced/);
  });

  describe('at W&B', () => {
    let server: WandbServer;
    beforeEach(async () => (server = await WandbServer.start()));
    afterEach(async () => {
      assert.deepEqual(server.breaches, []);
      await server.close();
    });
    const signedIn = (): Record<string, string> => ({ WANDB_TOKEN: server.key, WANDB_BASE_URL: server.url });
    const steps = (id: string, project: string): readonly number[] =>
      ((server.state.runs[`digits/${project}/${id}`]?.history ?? []) as { readonly _step: number }[]).map(({ _step }) => _step);

    it('the one that was recorded offline is sent as it was recorded', async () => {
      const { recorded } = old.expected.ids;
      const said = JSON.parse(await done(['sync', '--json'], signedIn())) as { id: string; status: string }[];
      assert.deepEqual(
        said.map(({ id, status }) => [id, status]),
        [[recorded, 'synced']],
      );
      const run = server.state.runs[`digits/digits/${recorded}`];
      assert.deepEqual([run?.displayName, run?.finished, run?.exitCode], ['Recorded', true, 0]);
      assert.deepEqual(steps(recorded, 'digits'), [0, 1, 2, 3]);
      assert.match((await digits(['sync'], signedIn())).err, /nothing to send/);
    });

    it('all the others are recorded and sent', async () => {
      await done(['sync', '--all', '--wandb-project', 'all'], signedIn());
      for (const [role, { status, epochs, testAccuracy }] of roles()) {
        if (role === 'recorded') continue;
        const id = old.expected.ids[role];
        const run = server.state.runs[`digits/all/${id}`];
        assert.equal(run?.finished, true, role);
        assert.equal(run?.exitCode, exitCodes[status], role);
        const rows = testAccuracy === null ? epochs.length : epochs.length + 1;
        assert.deepEqual(
          steps(id, 'all'),
          Array.from({ length: rows }, (_, i) => i),
          role,
        );
      }
    });
  });
});

/** @param share of the expected value */
function assertNear(value: number, expected: number, share: number): void {
  assert.ok(Math.abs(value - expected) <= Math.abs(expected) * share, `${value}, expected ${expected}`);
}
