import { recordedFactsOf } from '../../../src/experiment/recorded/recordedFacts';
import { recordingOf, row } from '../runFolder/recording/writeRecorded';

const artifact = {
  name: 'predictions',
  type: 'result',
  version: 'v0',
  aliases: ['latest'],
  digest: '0123456789abcdef0123456789abcdef',
  description: null,
  missing: ['x.npy was too large.'],
};
const files = [{ path: 'media/a.png', bytes: 100 }];
const metrics = [
  { name: 'val/*', step: 'epoch', summary: 'max', better: 'higher' },
  { name: 'epoch', hidden: true },
] as const;
const recordings = [
  recordingOf(),
  recordingOf({
    state: 'running',
    exitCode: null,
    endedAt: null,
    metrics,
    labels: { name: 'first', tags: ['a'], notes: 'why' },
    files,
    artifacts: [{ ...artifact, files }],
    missing: ['3 rows never arrived.'],
  }),
  recordingOf({ understood: ['3 epochs, told apart by their epoch.'] }),
];
const facts = recordings.map(recordedFactsOf);
const keys = [
  { key: 'val/acc', count: 10, last: 0.9, min: 0.1, max: 0.95, step: 'epoch' },
  { key: 'loss', count: 10, last: '-Infinity', min: null, max: null },
];
const scalars = [
  { rows: 10, metrics: keys, system: keys.slice(1), remarks: ['history.jsonl, line 3: this is no row of values; it is passed over.'] },
];
const consoles = [{ lines: ['Epoch 1', ''], hasMore: true }];
const points = { steps: Float64Array.of(0, 1), values: Float64Array.of(0.5, Number.NaN) };

const drawn = { key: 'loss', axis: '_step', extent: { from: 0, to: 1 }, total: 2, measured: points, smoothed: null };

/** What another tool recorded, and what a page shows of it. */
export const ofRecordings = {
  recording: { recording: recordings, recordedRow: [row(3, { 'train/loss': 0.5, nested: { a: 'Infinity', list: [1, null, true] } })] },
  recorded: {
    recordedKey: keys,
    recordedSetting: [{ name: 'optimizer.lr', value: '0.001' }],
    recordedFacts: facts,
    recordedScalars: scalars,
    recordedConsole: consoles,
    recordedRun: [{ facts: facts[0], scalars: scalars[0], console: consoles[0] }],
    recordedChanges: [{ scalars: scalars[0] }, { facts: facts[1], console: consoles[0] }],
    scalarSource: ['metrics', 'system'],
    scalarUnit: ['steps', 'time'],
    drawnCurve: [drawn, { ...drawn, extent: null, smoothed: points }],
    scalarCurves: [[drawn]],
    scalarValues: [{ axis: 'epoch', ...points }],
  },
};

/** What is answered to the page of several runs. */
export const ofComparedRecordings = {
  comparedKeys: [{ keys: ['loss', 'val/acc'], rows: 20 }],
  comparedScalars: [[{ runId: '20260131-120000-abcd', curve: drawn }]],
};

export const recordedRuns = ofRecordings.recorded.recordedRun;
