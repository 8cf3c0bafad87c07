import { mkdirSync, rmSync } from 'node:fs';
import { loadavg } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { runsFolder } from '../../test/e2e/runFiles';
import { Workbench } from '../../test/e2e/workbench';
import { onPath } from '../runProgram.mjs';
import { fileCalls } from './fileCalls';
import { HostProcess } from './hostProcess';
import { OtherMachines } from './otherMachines';
import { seenRuns, type Lags } from './seenRuns';
import { spread } from './spread';

export interface ClusterBench {
  /** The command line's program. */
  readonly cli: string;
  /** A multiple of 25. */
  readonly runs: number;
  /** The name of one of the situations. */
  readonly only?: string | undefined;
}

const situations = [
  { name: 'watched', sees: true, page: false },
  { name: 'network', sees: false, page: false },
  { name: 'page', sees: false, page: true },
] as const;

/** While they come and go: how many begin in a second, and how many seconds a run takes in the mean. */
const [A_SECOND, SECONDS] = [40, 4];
/** Of all runs the last ones are at work at the same time, until everything is measured. */
const AT_ONCE = 0.1;
/** So long a share of the processor, and calls, are counted. */
const [COUNTED_SECONDS, TRACED_SECONDS] = [20, 10];

/** So long after the last end everything has been read, on a busy machine too. */
const SETTLED_SECONDS = 60;

const settings = { 'workbench.colorTheme': 'Default Dark Modern' };

type Note = (what: string, value: string) => void;

/** Lines for a person. */
export async function measureCluster(folder: string, { cli, runs, only }: ClusterBench): Promise<string[]> {
  const lines: string[] = [];
  for (const situation of situations.filter(({ name }) => only === undefined || name === only)) {
    const note: Note = (what, value) => {
      lines.push(`${situation.name}: ${what}: ${value}`);
      process.stderr.write(`${lines.at(-1)}\n`);
    };
    const workspace = path.join(folder, 'workspace');
    mkdirSync(workspace);
    const others = new OtherMachines(runsFolder(workspace), { runs, cli });
    const workbench = await Workbench.open({ folder: workspace, settings });
    try {
      await measure({ workbench, others, runs, ...situation, log: path.join(folder, 'strace.log') }, note);
    } finally {
      others.stop();
      await workbench.close();
      rmSync(workspace, { recursive: true });
    }
  }
  return lines;
}

interface Measured {
  readonly workbench: Workbench;
  readonly others: OtherMachines;
  readonly runs: number;
  /** Whether file watchers see what other machines change. */
  readonly sees: boolean;
  /** Whether the page of the sweep is open. */
  readonly page: boolean;
  readonly log: string;
}

async function measure({ workbench, others, runs, sees, page, log }: Measured, note: Note): Promise<void> {
  await workbench.activity('Digits Lab').click();
  await workbench
    .treeRow(/completed/)
    .first()
    .waitFor();
  const host = await HostProcess.when(workbench.home);
  if (page) {
    await workbench.runCommand('Digits: Open Sweep…');
    await workbench.quickInput.rows.first().click();
    await workbench.dashboard().getByRole('heading', { level: 1, name: 'Ten thousand' }).waitFor();
  }
  if (!sees) {
    const watcher = HostProcess.of(workbench.home, 'fileWatcher');
    process.kill(watcher.pid, 'SIGSTOP');
    while (watcher.state() !== 'T') await setTimeout(10);
  }
  const share = async (what: string, work: Promise<unknown>): Promise<void> => {
    const [from, at] = [host.seconds(), performance.now()];
    await work;
    note(`the host ${what}, % of a core`, ((100 * (host.seconds() - from)) / ((performance.now() - at) / 1000)).toFixed(1));
    note(`memory of the host ${what}, MB`, host.megabytes().now.toFixed(0));
  };
  const calls = async (what: string): Promise<void> => {
    if (onPath('strace') === undefined) return;
    const counts = await fileCalls(host.pid, { below: path.dirname(runsFolder(workbench.folder)), seconds: TRACED_SECONDS, log });
    note(`file calls a second ${what}`, [...counts].map(([kind, count]) => `${count.toFixed(1)} ${kind}`).join(', ') || 'none');
  };
  const tellLags = (what: string, { began, ended }: Lags): void => {
    for (const [which, lags] of [
      ['begin', began],
      ['end', ended],
    ] as const)
      note(
        `a run’s ${which} until it is seen ${what}, s`,
        `${spread(
          lags.map(ms => ms / 1000),
          1,
        )} of ${lags.length}`,
      );
  };
  const coming = Math.round(runs * (1 - AT_ONCE));
  let seen = seenRuns(workbench, others, { page });
  await share(`while ${coming} runs come and go`, others.train({ until: coming, aSecond: A_SECOND, seconds: SECONDS }));
  tellLags('then', await seen.stop());
  await workbench.screenshot('cluster-coming');
  seen = seenRuns(workbench, others, { page });
  await share(
    `while ${runs - coming} runs begin`,
    others.train({ until: runs, aSecond: runs, seconds: 1e6 }).then(() => setTimeout(COUNTED_SECONDS * 1000)),
  );
  await share(`while ${others.atWork} of ${runs} are at work`, setTimeout(COUNTED_SECONDS * 1000));
  await calls(`while ${others.atWork} of ${runs} are at work`);
  await share('while these end', others.endAll(A_SECOND));
  tellLags('at the end', await seen.stop());
  await setTimeout(SETTLED_SECONDS * 1000);
  await share('when all have ended', setTimeout(COUNTED_SECONDS * 1000));
  await calls('when all have ended');
  note('processes that waited for the processors in the last minutes (load average)', loadavg()[1]!.toFixed(1));
  note('the most memory that the host had, MB', host.megabytes().most.toFixed(0));
  await workbench.screenshot('cluster-ended');
}
