import { appendFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { DashboardState } from '../../src/contract/dashboard';
import { applyChange } from '../../src/contract/dashboardState';
import { noLabels } from '../../src/contract/labels';
import { initialRun, RunProgress } from '../../src/contract/runState';
import type { TrainerEvent } from '../../src/contract/trainer';
import { EventsFollower } from '../../src/runFolder/eventsFollower';
import { readRun } from '../../src/runFolder/readRun';
import { KnownRuns } from '../../src/ui/dashboard/knownRuns';
import { toJsonLine } from '../../src/util/jsonLines';
import { eventsOfRun } from '../../test/unit/cli/events';
import { spread } from './spread';

const EVENTS = 40_000;
/** So many are added between two looks. */
const MORE = 50;

const id = '20260102-030405-abcd';

const empty: DashboardState = {
  runId: id,
  label: '',
  status: 'running',
  run: initialRun,
  labels: noLabels,
  parent: null,
  comparison: null,
  imported: null,
  recorded: null,
  notes: { text: '', whyNotEdited: null },
  artifacts: [],
  stderrTail: '',
  actions: [],
};

/** Measures as often as asked; lines for a person, each with the median and, in brackets, the least and the most. */
export async function measureOtherRun(times: number): Promise<string[]> {
  const folder = path.join(await mkdtemp(path.join(os.tmpdir(), 'digits-other-')), id);
  const figures = new Map<string, number[]>();
  const timed = async <T>(what: string, work: () => Promise<T>): Promise<T> => {
    const began = performance.now();
    const result = await work();
    figures.set(what, [...(figures.get(what) ?? []), performance.now() - began]);
    return result;
  };
  try {
    for (let i = 0; i < times; i++) {
      await rm(folder, { recursive: true, force: true });
      await writeRun(folder);
      const text = await readFile(path.join(folder, 'events.jsonl'), 'latin1');
      await timed('JSON.parse alone, line by line, without reading or checking', async () => {
        for (const line of text.split('\n')) if (line !== '') JSON.parse(line);
      });
      await timed('all events, as a reader without memory reads them', () => readRun(folder));
      const known = new KnownRuns();
      await timed('all events, the first time', () => known.read({ folder }));
      await timed('nothing new in the file', () => known.read({ folder }));
      const follower = new EventsFollower(folder);
      const progress = new RunProgress();
      let state = empty;
      const look = async (): Promise<void> => {
        const events = await follower.readMore();
        for (const event of events) progress.add(event);
        state = applyChange(state, { type: 'events', runId: id, events });
        if (progress.run.epochs.length === 0) throw new Error('Nothing was read.');
      };
      await timed('a look at the run that goes on, the first time: read, and what its page shows', look);
      await add(folder);
      await timed(`${MORE} events more in the file`, () => known.read({ folder }));
      await timed(`a look at the run that goes on, ${MORE} events more: read, and what its page shows`, look);
    }
  } finally {
    await rm(path.dirname(folder), { recursive: true, force: true });
  }
  return [
    `${EVENTS.toLocaleString('en-US')} events of another process's run, in ms: median (least–most) of ${times}.`,
    ...[...figures].map(([what, values]) => `${what}: ${spread(values, 1)}`),
  ];
}

async function writeRun(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'events.jsonl'), lines(EVENTS, 0));
}

function add(folder: string): Promise<void> {
  return appendFile(path.join(folder, 'events.jsonl'), lines(MORE, EVENTS));
}

/** Of each epoch 49 events of batches and its own. */
function lines(count: number, from: number): string {
  const [started, ...rest] = eventsOfRun({ epochs: 1000 });
  const batch = rest.find(({ type }) => type === 'batchEnded')!;
  const epoch = rest.find(({ type }) => type === 'epochEnded')!;
  const events = Array.from({ length: count }, (_, i): TrainerEvent => {
    const at = from + i;
    const event = at === 0 ? started! : at % MORE === 0 ? epoch : batch;
    return event.type === 'runStarted' ? event : ({ ...event, epoch: 1 + Math.floor(at / MORE) } as TrainerEvent);
  });
  return events.map(toJsonLine).join('');
}
