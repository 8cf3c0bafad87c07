import { linkSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { RecordedPage } from '../../test/e2e/recordedPage';
import { runsFolder } from '../../test/e2e/runFiles';
import { Workbench } from '../../test/e2e/workbench';
import { longRows, writeRecorded } from '../../test/unit/runFolder/recording/writeRecorded';
import { Server } from '../tracking/server';
import { HostProcess } from './hostProcess';
import { LiveRuns } from './liveRuns';
import { spread } from './spread';

const [RUNS, STEPS, KEYS] = [200, 10_000, 50];
const LIVE = ['live-1', 'live-2', 'live-3', 'live-4'] as const;
/** So long the host's processor time is counted. */
const COUNTED_SECONDS = 20;
/** So many steps are waited for. */
const POINTS = 10;

const settings = { 'workbench.colorTheme': 'Default Dark Modern' };

/** Measures as often as asked; lines for a person, each with the median and, in brackets, the least and the most. */
export async function measureRecorded(folder: string, times: number): Promise<string[]> {
  const figures = new Map<string, number[]>();
  const note = (what: string, value: number): void => {
    process.stderr.write(`${what}: ${value.toFixed(1)}\n`);
    figures.set(what, [...(figures.get(what) ?? []), value]);
  };
  for (let i = 0; i < times; i++) {
    const workspace = path.join(folder, `workspace-${i}`);
    makeRuns(runsFolder(workspace));
    const server = await Server.start(runsFolder(workspace), path.join(folder, 'state'));
    const live = new LiveRuns(server, LIVE, KEYS);
    await live.begin();
    const workbench = await Workbench.open({ folder: workspace, settings });
    try {
      await measure(workbench, live, note);
    } finally {
      await workbench.close();
      live.end();
      await server.stop();
      rmSync(workspace, { recursive: true, force: true });
    }
  }
  return [...figures].map(([what, values]) => `${what}: ${spread(values, 1)}`);
}

async function measure(workbench: Workbench, live: LiveRuns, note: (what: string, value: number) => void): Promise<void> {
  const { page } = workbench;
  const frame = workbench.dashboard();
  const recorded = new RecordedPage(frame);
  let began = performance.now();
  await workbench.activity('Digits Lab').click();
  await workbench.treeRow(/^live-4, running/).waitFor();
  note('click on the icon to the live runs among 200 in the tree, ms', performance.now() - began);
  const host = HostProcess.of(workbench.home);
  const share = async (): Promise<number> => {
    const [from, at] = [host.seconds(), performance.now()];
    await setTimeout(COUNTED_SECONDS * 1000);
    return (100 * (host.seconds() - from)) / ((performance.now() - at) / 1000);
  };
  note('the host with the tree alone, % of a core', await share());
  note('memory of the host with the tree alone, MB', host.megabytes().now);

  began = performance.now();
  await workbench.treeRow(/^live-4/).click();
  await recorded.plot('loss').waitFor();
  note('click on a live run to its curves, ms', performance.now() - began);
  note('the host with the page of a live run, % of a core', await share());
  live.end();
  for (let i = 0; i < POINTS; i++) {
    const sent = live.send();
    began = performance.now();
    await recorded.drawn('loss', await sent).waitFor();
    note('a step that is sent until it is drawn, ms', performance.now() - began);
  }

  await workbench.treeRow(/^live-1/).press('End');
  const finished = page.getByRole('treeitem', { name: /^recorded 0,/ });
  await finished.waitFor();
  began = performance.now();
  await finished.click();
  await recorded.drawn('loss', STEPS - 1).waitFor();
  note('click on a run of 10,000 steps of 50 metrics to its curves, ms', performance.now() - began);
  note('memory of the host at the end, MB', host.megabytes().now);
  note('the most memory that the host had, MB', host.megabytes().most);
}

/** Runs that differ in their settings and have the same rows: files that are one on the disk, and read as many. */
function makeRuns(runs: string): void {
  mkdirSync(runs, { recursive: true });
  const rows = longRows(STEPS, KEYS);
  const id = (i: number): string => `20261101-${String(i).padStart(6, '0')}-abcd`;
  for (let i = 0; i < RUNS; i++) {
    const recording = { config: { epochs: 10, seed: i, lr: 0.001 * (1 + (i % 4)) }, summary: { test_accuracy: 0.97 - i / 1e4 } };
    writeRecorded(runs, { id: id(i), labels: { name: `recorded ${i}` }, recording, rows: i === 0 ? rows : [] });
    if (i === 0) continue;
    const [first, own] = [id(0), id(i)].map(name => path.join(runs, name, 'history.jsonl'));
    rmSync(own!);
    linkSync(first!, own!);
  }
}
