import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { defaultParameters } from '../../../src/contract/parameters';
import { engineRequests, foundOut, ofCommands, ofConfig, ofSpeeds, replacing } from './engineSeeds';
import { readOldFiles } from './oldFiles';
import { ofComparedRecordings, ofRecordings, recordedRuns } from './recordedSeeds';
import { planOf, runsOf, shownOf } from '../ui/effect/fixture';

const files = readOldFiles();

interface Config {
  readonly id: string;
  readonly parameters: object;
  readonly dataset: object;
  readonly engine: object;
  readonly environment: object;
  readonly trainer: object;
}

const time = '2026-01-31T12:00:00.000Z';
const runId = '20260131-120000-abcd';
const sha256 = 'b2d8f5bf39174ee5ffeefa97e42d673c35432b411bb5d1f74fbbeddae7f1690a';
const arrayJobs = [
  { type: 'planned' },
  { type: 'submitting', at: time },
  { type: 'submitted', at: time, jobId: 7, cluster: null },
  { type: 'refused', at: time, reason: 'sbatch refused: Invalid partition name specified.' },
].map((submission, i) => ({
  name: `digits-${runId}-${i * 1000}`,
  offset: i * 1000,
  tasks: '0-999',
  ...(i === 2 && { dismissed: '0-3,7' }),
  throttle: i === 0 ? null : 5,
  submission,
}));
const git = { commit: '0123456789abcdef0123456789abcdef01234567', branch: 'main', dirty: true };

const events = (type: string): unknown[] => [
  ...files.events.filter(event => event.type === type),
  ...files.events
    .filter(event => event.type === type)
    .slice(0, 1)
    .map(event => ({ ...event, attempt: 2 })),
];
const configs = files.json('config.json') as Config[];
const summaries = files.json('summary.json') as {
  perClass: object[] | null;
  macro: object | null;
  final: object | null;
  confusionMatrix: unknown;
}[];
const evaluated = events('evaluated') as { scores: { perClass: object[]; macro: object; confusionMatrix: unknown } }[];
const queue = JSON.parse(String(files.file('.digits/queue.json'))) as { runs: object[] };
const trackings = files.json('wandb/tracking.json') as { target: object; sync: object }[];

const requests = configs.map(({ id, parameters }) => ({
  id,
  parameters,
  threads: 2,
  engine: 'auto',
  folder: `/users/ada/digits/.digits/runs/${id}`,
  labels: { name: 'The first', tags: ['small'], pinned: true },
  parent: runId,
}));
const trainerEvents = [...files.events, ...events('batchEnded')];
const importedFolder = path.join('test', 'fixtures', 'imported-runs');
const imported = readdirSync(importedFolder).map(
  id => JSON.parse(readFileSync(path.join(importedFolder, id, 'config.json'), 'utf8')) as object,
);
const mlflowRun = { run: { info: { run_id: '0a1b', artifact_uri: 'mlflow-artifacts:/1/0a1b/artifacts' } } };
const thresholdCounts = {
  thresholds: Float64Array.of(0.9, 0.5),
  truePositives: Int32Array.of(1, 1),
  falsePositives: Int32Array.of(0, 2),
  positives: 1,
  negatives: 2,
};
const curve = { x: Float64Array.of(0, 1), y: Float64Array.of(0, 1) };
const areas = { auroc: 0.9, aurocInterval: { low: 0.8, high: 0.95 }, averagePrecision: null };
const ofArrays = {
  ...imported.at(-1),
  parameters: { dataset: 'mnist' },
  dataset: {
    name: 'mnist',
    classes: 10,
    classNames: ['0', 'one'],
    firstLabel: 1,
    transposed: true,
    sha256: 'a'.repeat(64),
    testImages: 10_000,
  },
};
const importRequests = [
  { type: 'importArrays', runsFolder: '/runs', paths: ['/here/truth.npy', '/here'] },
  { type: 'importArrays', runsFolder: '/runs', paths: [], truth: '/a.npy', predictions: '/b.npy', probabilities: '/c.npz', name: 'x' },
];
const importRunsRequests = [
  { type: 'importRuns', runsFolder: '/runs', paths: ['/here/wandb', '/here/mlflow.db'] },
  { type: 'importRuns', runsFolder: '/runs', paths: ['/here/training.csv'], name: 'x' },
];
const importedRun = {
  id: runId,
  folder: '/runs/x',
  name: 'x',
  images: 3,
  classes: 2,
  accuracy: 0.5,
  dataset: null,
  notes: ['One column.'],
};
const importedRecordings = {
  arrays: [
    { ...importedRun, arrays: { truth: 'truth.npy', predictions: 'preds.npy' } },
    { ...importedRun, arrays: { truth: 'all.npz, y', probabilities: 'all.npz, p' }, dataset: 'mnist', notes: [] },
  ],
  runs: [
    {
      id: runId,
      folder: '/runs/x',
      name: 'a run',
      tool: 'wandb 0.31.0',
      source: 'ada/digits/k3x9',
      isThere: false,
      earlier: [runId],
      state: 'finished',
      rows: 3,
      missing: ['It ends in the middle of a record.'],
    },
  ],
  failed: [{ path: '/here/x', reason: 'There is no such file.' }],
};
const importProgress = { path: '/here/training.csv', done: 1, of: 3 };
const asked = { type: 'request', id: 1 };
const answers = [
  { type: 'answer', id: 1 },
  { type: 'answer', id: 2, error: 'It does not work here.' },
];
const pairedResults = [
  { outcome: 'paired', difference: -0.01, halfWidth: 0.02, onlyRun: 3, onlyBaseline: 4, images: 100 },
  { outcome: 'refused', reason: 'They were tested on different images.' },
];
const uploadUrl = 'https://storage.example/x?signature=1';

const comparedRuns = configs.map(({ id, parameters }, i) => ({
  id,
  label: 'num_filters 64',
  status: 'completed',
  parameters,
  labels: files.json('labels.json')[0],
  createdAt: time,
  ...(i > 0 && { origin: 'recorded', summary: summaries[0], config: { author: 'Ada', parent: null }, tracking: trackings[0] }),
  making: [{ name: 'engine', value: 'onnx' }],
}));
const comparedCurves = [
  { runId, epochs: events('epochEnded').slice(0, 20), batchesPerEpoch: 3 },
  { runId, epochs: [] },
];
const tableViews = [
  {
    name: 'wide',
    columns: ['seed', 'Δ val_accuracy'],
    filter: 'num_filters>32',
    sort: { column: 'seed', descending: true },
    grouping: 'replicates',
  },
  { name: 'all', columns: null, filter: '', sort: null, grouping: 'none' },
];
const effectPlan = planOf();
const shownEffects = [
  shownOf(effectPlan, runsOf(effectPlan)),
  shownOf(
    effectPlan,
    runsOf(effectPlan, (level, seed) =>
      seed === 2 && level === 64 ? { config: config => ({ ...config, parameters: { ...config.parameters, batch_size: 64 } }) } : {},
    ),
  ),
  shownOf(planOf({ hypothesis: null, levels: [8, 16, 32] }), new Map()),
];
const comparisonStates = [
  { mode: 'comparison', runs: comparedRuns, checked: [runId], curves: comparedCurves, views: [] },
  { mode: 'table', runs: [], checked: [], curves: [], views: tableViews },
];

const dashboardStates = configs.map((config, i) => {
  const epochs = events('epochEnded').slice(0, 20);
  const besides = {
    labels: files.json('labels.json')[0],
    comparison: i > 0 ? { verdict: 'different', causes: ['threads: 1 → 2'], lines: ['Different.'] } : null,
    imported: i > 0 ? null : ofArrays,
    recorded: i > 0 ? null : recordedRuns[0],
    notes: { text: 'More filters will not help.', whyNotEdited: i > 0 ? 'It cannot be written.' : null },
    artifacts: [{ path: 'model/model.onnx', bytes: 1000 }],
    stderrTail: '',
  };
  const run = {
    status: 'running',
    attempt: i,
    batches: events('batchEnded').slice(0, 20),
    epochs,
    resources: events('resourcesSampled').slice(0, 3),
    log: events('logged').slice(0, 3),
    ...(i > 0 && { config, evaluated: evaluated[0], ended: events('runEnded')[0] }),
  };
  const parent = i > 0 ? { runId: config.id, label: 'a parent', parameters: config.parameters, epochs } : null;
  return { ...besides, runId: config.id, label: 'batch_size 64', status: 'interrupted', parent, actions: ['stop', 'reveal'], run };
});

const comparisonPlan = {
  schemaVersion: 1,
  id: runId,
  createdAt: time,
  author: null,
  factor: 'num_filters',
  levels: [8, 32],
  seeds: [0, 1],
  baseline: configs[0]!.parameters,
  baselineRun: null,
  engine: 'onnx',
  threads: 1,
  hypothesis: { text: 'More filters see more.', metric: 'val_accuracy', expected: 'higher' },
  runs: [
    { id: runId, level: 8, seed: 0, late: true },
    { id: '20260131-120000-bbbb', level: 32, seed: 0 },
  ],
};

const listingPage = { selection: { of: 'cell', truth: 4, predicted: 9 }, sort: 'confidence', offset: 0, count: 12 };
const listedImage = { index: 5, truth: 4, predicted: 9, confidence: 0.9, top: [{ class: 9, probability: 0.9 }] };
const pixels = { height: 1, width: 2, pixels: Uint8Array.of(0, 255) };
const readings = [
  { outcome: 'read', probabilities: [0.1, 0.9], classes: ['0', '1'] },
  { outcome: 'refused', reason: 'It has no model.' },
];
const verdicts = [
  { outcome: 'read', predicted: 9, confidence: 0.9 },
  { outcome: 'refused', reason: 'These are labels of other images.' },
];

/** Inputs that are right, for each description of src/contract/formats, by file and name: mostly what real runs left and sent. */
const shownSweep = {
  id: runId,
  title: 'Wide',
  kind: 'grid',
  names: ['num_filters'],
  counts: '2 runs: 1 done, 1 diverged',
  origin: 'Planned 2026-01-31 by Ada.',
  hypothesis: '',
  best: ['The best of 1 setting.'],
  settings: [
    {
      rank: 1,
      values: { num_filters: 16 },
      mean: 0.98,
      deviation: 0.001,
      n: 2,
      remarks: '',
      runs: [{ id: runId, seed: 0, isThere: true }],
    },
    { rank: null, values: { num_filters: 8 }, mean: null, deviation: null, n: 0, remarks: '1 diverged', runs: [] },
  ],
  shares: { title: 'Shares', rows: [{ name: 'num_filters', share: 0.5, words: '50 %', chance: 'p = 0.04' }], note: '' },
  how: { ranked: 'So.', shared: 'And so.' },
  missing: { runs: 1, words: 'about 5 s' },
  maySubmit: true,
  whyFixed: '',
};

/** Plans of sweeps. */
export const sweepPlans: readonly object[] = [
  { schemaVersion: 1, kind: 'grid', parameters: { num_filters: [8, 16], activation_fun: ['relu', 'tanh'] } },
  {
    schemaVersion: 1,
    name: 'Steps',
    kind: 'random',
    base: { epochs: 2, train_samples: 6000 },
    parameters: {
      learning_rate: { min: 1e-4, max: 0.1, scale: 'log' },
      batch_size: { min: 16, max: 512 },
      optimizer: ['adam', 'sgd'],
      weight_decay: [0, 1e-4],
    },
    runs: 40,
    seeds: [1, 2, 3],
    seed: 7,
    engine: 'onnx',
    threads: 1,
    hypothesis: 'Small steps do better.',
  },
];

export const seeds: Readonly<Record<string, Readonly<Record<string, readonly unknown[]>>>> = {
  basics: {
    text: ['', 'some text'],
    flag: [true, false],
    number: [0, -1.5],
    positive: [0, 1.5],
    share: [0, 0.5, 1],
    count: [0, 60_000],
    time: [time],
    sha256: [sha256],
    runId: [runId],
  },
  comparisonFile: {
    hypothesis: [
      { text: '', metric: 'test_loss', expected: 'lower' },
      { text: 'None.', metric: 'val_accuracy', expected: 'no effect', margin: 0.002 },
    ],
    comparisonFile: [
      comparisonPlan,
      { ...comparisonPlan, factor: 'activation_fun', levels: ['relu', 'sigmoid'], hypothesis: null, acceptsBuilds: true, runs: [] },
    ],
  },
  checkpoint: { checkpointState: [...files.checkpointStates, { epoch: 3, elapsedMs: 1.5, attempt: 2, best: { epoch: 2, loss: 0.1 } }] },
  commands: {
    runRequest: [...requests, ...requests.map(request => ({ ...request, design: 'a design' }))],
    trainerCommand: [
      ...requests.flatMap(request => [
        { type: 'start', request },
        { type: 'start', request, ...foundOut },
      ]),
      { type: 'resume', folder: '/users/ada/run', engine: 'wasm', ...foundOut },
      { type: 'stop' },
    ],
    trainerInput: [{ type: 'stop' }, { type: 'resume', folder: '/users/ada/run', engine: 'native' }, asked],
    trainerRequest: [
      { type: 'evaluate', folder: '/users/ada/run' },
      { type: 'evaluate', folder: '/users/ada/run', engine: 'auto' },
      ...engineRequests,
      { type: 'images', folder: '/users/ada/run', indices: [0, 5] },
      { type: 'listing', folder: '/users/ada/run', ...listingPage, withPixels: true },
      { type: 'image', folder: '/users/ada/run', index: 5 },
      { type: 'verdicts', folder: '/users/ada/run', index: 5, others: ['/users/ada/other'] },
      { type: 'curves', folder: '/users/ada/run' },
      { type: 'meanCurves', folder: '/users/ada/run', mean: 'macro' },
      { type: 'classCounts', folder: '/users/ada/run', of: 4 },
      { type: 'paired', baseline: '/runs/a', folders: ['/runs/b'] },
      { type: 'difference', a: ['/runs/a'], b: ['/runs/b', '/runs/c'] },
      { type: 'differenceImages', a: ['/runs/a'], b: ['/runs/b'], truth: 4, predicted: 9 },
    ],
    evaluation: [
      ...evaluated.map(({ scores }) => ({ outcome: 'evaluated', scores, warnings: ['The native engine does not work here.'] })),
      { outcome: 'refused', reason: 'There are other images there.' },
    ],
    ...ofCommands,
    ready: [{ type: 'ready', protocolVersion: 3 }],
    trainerMessage: [{ type: 'ready', protocolVersion: 3 }, ...ofCommands.engineNotice, ...trainerEvents],
    answerMessage: [...answers, ...trainerEvents],
  },
  comparison: {
    comparisonMode: ['comparison', 'table'],
    comparedRun: comparedRuns,
    comparedCurve: comparedCurves,
    ...ofComparedRecordings,
    tableView: tableViews,
    comparisonState: comparisonStates,
    comparisonChange: [
      { type: 'runs', runs: comparedRuns, gone: [runId] },
      { type: 'checked', checked: [runId] },
      ...comparedCurves.map(curve => ({ type: 'curve', curve })),
      { type: 'events', runId, events: [...events('epochEnded').slice(0, 3), ...events('runStarted'), ...events('runResumed')] },
      { type: 'views', views: tableViews },
    ],
    comparisonPageRequest: [{ type: 'highlight', runId }],
    comparisonRequest: [
      { type: 'recordedKeys', runIds: [runId] },
      { type: 'recordedCurves', runIds: [runId], key: 'loss', xUnit: 'time', smoothing: 0, range: null },
      { type: 'check', runIds: [runId], isChecked: true },
      { type: 'openRun', runId },
      { type: 'compare' },
      { type: 'diff', from: runId, to: runId },
      { type: 'paired', baseline: runId, runIds: [runId] },
      ...tableViews.map(view => ({ type: 'saveView', view })),
      { type: 'deleteView', name: 'wide' },
      { type: 'save', fileName: 'runs.csv', content: { text: 'a,b' } },
      { type: 'failed', message: 'Error: x' },
    ],
    pairedAnswer: [null, 'One run each.'],
    savedComparison: [{ mode: 'table' }, { mode: 'comparison', runIds: [runId], columns: ['seed'], filter: 'seed>1', sort: { column: 'seed', descending: false }, grouping: 'seed', baseline: runId, selected: runId, metric: 'loss', xUnit: 'time', scale: 'log', smoothing: 0.5, range: { from: 1, to: 2 }, hidden: [runId], scatter: { parameter: 'seed', metric: 'loss' }, scrollTop: 48 }], // prettier-ignore
  },
  effectPage: {
    effectState: shownEffects.map(shown => ({ shown, curves: comparedCurves })),
    effectChange: [
      ...shownEffects.map(shown => ({ type: 'shown', shown })),
      ...comparedCurves.map(curve => ({ type: 'curve', curve })),
      { type: 'events', runId, events: [...events('epochEnded').slice(0, 3), ...events('runStarted'), ...events('runResumed')] },
    ],
    effectPageRequest: [{ type: 'none' }],
    effectRequest: [
      { type: 'openRun', runId },
      ...['addSeeds', 'copyMarkdown', 'openReport', 'openPlan', 'settle', 'queueMissing', 'submitMissing', 'acceptBuilds'].map(type => ({
        type,
      })),
      { type: 'diff', from: runId, to: runId },
      { type: 'save', fileName: 'effect.csv', content: { text: 'a,b' } },
      { type: 'failed', message: 'Error: x' },
    ],
    savedEffect: [{ comparisonId: runId }, { comparisonId: runId, metric: 'val_loss', curve: 'loss', spread: 'interval', range: { from: 1, to: 2 }, hidden: ['64'], scrollTop: 48 }], // prettier-ignore
  },
  config: {
    datasetIdentity: [
      ...configs.map(({ dataset }) => dataset),
      ...configs.map(({ dataset }) => ({ ...dataset, transposed: true, firstLabel: 1, classNames: ['Aa', 'T-shirt/top'] })),
    ],
    engineIdentity: configs.flatMap(({ engine }) => [engine, replacing(engine)]),
    ...ofConfig,
    environment: configs.map(({ environment }) => environment),
    gitState: [git],
    trainedConfig: configs,
    importedConfig: [...imported, ofArrays],
    runConfig: [...configs, ...configs.map(config => ({ ...config, git, parent: runId, design: 'a design' })), ...imported],
  },
  dashboard: {
    runAction: ['stop', 'openParent'],
    dashboardSection: ['live', 'evaluation'],
    savedContent: [{ text: 'a,b\n1,2' }, { base64: 'iVBORw0KGgo=' }],
    dashboardState: dashboardStates,
    dashboardChange: [
      ...dashboardStates.flatMap(({ runId, run: { batches }, run, status }) => [
        { type: 'events', runId, events: batches },
        { type: 'run', run, status },
      ]),
      ...dashboardStates.map(({ label, status, parent, actions }) => ({ type: 'changed', changes: { label, status, parent, actions } })),
      ...dashboardStates.map(({ comparison, notes }) => ({ type: 'changed', changes: { comparison, notes } })),
      { type: 'changed', changes: { imported: ofArrays, recorded: null } },
      ...ofRecordings.recorded.recordedChanges.map(changes => ({ type: 'recorded', changes })),
      { type: 'changed', changes: { stderrTail: 'Killed' } },
    ],
    pageRequest: [{ type: 'show', section: 'artifacts' }],
    otherRuns: [{ total: 2, runs: verdicts.map(verdict => ({ runId, label: 'batch_size 64', verdict })) }],
    dashboardRequest: [
      { type: 'importArrays', addresses: ['file:///here/truth.npy'] },
      { type: 'listImages', ...listingPage },
      { type: 'lookAtImage', index: 5 },
      { type: 'otherRuns', index: 5, offset: 100 },
      { type: 'curves' },
      { type: 'meanCurves', mean: 'micro' },
      { type: 'classCounts', of: 4 },
      { type: 'scalarCurves', source: 'metrics', keys: ['loss'], xUnit: 'steps', smoothing: 0.5, range: { from: 1, to: 2 } },
      { type: 'scalarValues', source: 'system', key: 'cpu', xUnit: 'time' },
      { type: 'act', action: 'rerun' },
      { type: 'openArtifact', path: 'model/model.onnx' },
      { type: 'revealArtifact', path: 'predictions.npy' },
      { type: 'saveNotes', runId, before: '', text: 'More filters will not help.' },
      { type: 'save', fileName: 'loss.svg', content: { text: '<svg/>' } },
      { type: 'save', fileName: 'loss.png', content: { base64: 'iVBORw0KGgo=' } },
      { type: 'failed', message: 'Error: x\n    at y' },
    ],
    smoothing: [0, 0.9],
    range: [{ from: 1, to: 2.5 }],
    xUnit: ['epochs', 'steps', 'time'],
    curveName: ['training', 'validation', 'parent'],
    savedView: [{ runId }, { runId, section: 'evaluation', normalisation: 'row', lossScale: 'linear', xUnit: 'time', smoothing: 0.9, hiddenCurves: [{ chart: 'loss', curve: 'parent' }], range: { from: 1, to: 2.5 }, openCell: { truth: 4, predicted: 9, sort: 'index', offset: 12 }, closerClass: 4, showsAllParameters: false }, { runId, threshold: { of: 4, threshold: 0.9995, mark: 0.5, isZoomed: true, parts: { roc: { x: { from: 0, to: 0.1 }, y: { from: 0.9, to: 1 } }, precisionRecall: null }, precision: 0.99, recall: 0.9 } }, { runId, section: 'notes', draft: { runId, before: '', text: 'More' } }, { runId, recorded: { search: 'loss', xUnit: 'time', scale: 'log', smoothing: 0, turned: ['metrics val'] } }], // prettier-ignore
  },
  difference: {
    paired: [{ results: pairedResults }],
    pairedResult: pairedResults,
    difference: [
      { outcome: 'compared', classes: ['0', '1'], images: 5, fewer: [[0, 1], [0.5, 0]], more: [[1, 0], [0, 0]] }, // prettier-ignore
      { outcome: 'refused', reason: 'They were tested on different images.' },
    ],
    differenceCell: [
      { outcome: 'found', fewer: [3, 1], more: [] },
      { outcome: 'refused', reason: 'They were tested on different images.' },
    ],
  },
  draft: {
    runDraft: [
      { parameters: {} },
      { parameters: defaultParameters, name: 'wide', tags: ['a', 'b'], hypothesis: 'More filters.', engine: 'auto', parent: runId },
    ],
  },
  engineSpeeds: ofSpeeds,
  drawn: {
    drawing: [pixels],
    drawnRequest: [{ type: 'drawn', folders: ['/lab/.digits/runs/x'], drawing: pixels, engine: 'wasm' }],
    drawnAnswer: [{ results: readings }],
    readDrawing: [
      { runs: readings.map(result => ({ runId: 'x', label: 'baseline', result })), left: 3, whyNot: null },
      { runs: [], left: 0, whyNot: 'No model computes in Restricted Mode.' },
    ],
  },
  events: {
    attempt: [1, 2],
    runStarted: events('runStarted'),
    runResumed: events('runResumed'),
    batchEnded: events('batchEnded'),
    epochEnded: events('epochEnded'),
    resourcesSampled: [
      ...events('resourcesSampled'),
      { type: 'resourcesSampled', time, cpuPercent: 1, residentBytes: 2, besideCpuPercent: 3 },
    ],
    logged: [{ type: 'logged', time, level: 'warning', message: 'The loss is not a number.' }, ...events('logged')],
    evaluated,
    runEnded: events('runEnded'),
    runFailed: events('runFailed'),
    trainerEvent: trainerEvents,
  },
  importing: {
    importRequest: importRequests,
    importRunsRequest: importRunsRequests,
    importedRecordings: [importedRecordings],
    importerCommand: [...importRequests, ...importRunsRequests].map(request => ({ type: 'import', request, draftId: '0123abcd' })),
    importProgress: [importProgress],
    importerMessage: [
      { type: 'reading', progress: importProgress },
      { type: 'alive' },
      { type: 'imported', imported: importedRecordings },
      { type: 'done' },
      { type: 'refused', reason: 'There are 2 runs; a name can be given to one.' },
    ],
  },
  inspection: {
    imageSelection: [
      { of: 'cell', truth: 4, predicted: 9 },
      { of: 'crossing', class: 4, from: 0.2, to: 0.5 },
      { of: 'side', class: 4, threshold: 0.5, side: 'falsePositives' },
      { of: 'indices', indices: [1] },
    ],
    thresholdSide: ['falsePositives'],
    counted: [4, 'micro'],
    imageOrder: ['confidence', 'index'],
    testImages: [pixels],
    listedImage: [listedImage, { ...listedImage, confidence: null, top: [] }],
    imageListing: [
      { total: 9, outOf: 982, images: [listedImage], pixels, whyNoPixels: null },
      { total: 0, outOf: 0, images: [], pixels: null, whyNoPixels: 'They are not there any more.' },
    ],
    imageScores: [
      { ...listedImage, scores: [0.1, 0.9], pixels, whyNoPixels: null },
      { ...listedImage, scores: null, pixels: null, whyNoPixels: 'They are others.' },
    ],
    otherVerdict: verdicts,
    writtenReport: [{ file: '/lab/report.md', pictures: ['/lab/report/loss.svg'] }],
    thresholdCounts: [thresholdCounts],
    curveMean: ['macro', 'micro'],
    runCurves: [
      { outcome: 'none', reason: 'There are no probabilities.' },
      { outcome: 'curves', images: 3, classes: [{ ...areas, counts: thresholdCounts }] },
    ],
    meanCurves: [
      { mean: 'macro', ...areas, roc: curve, precisionRecall: null },
      { mean: 'micro', ...areas, aurocInterval: { none: 'One image.' }, counts: thresholdCounts },
    ],
  },
  labels: {
    allLabels: files.json('labels.json'),
    someLabels: [{}, { name: 'x' }, ...files.json('labels.json')],
    runLabels: [{}, ...files.json('labels.json')],
  },
  mlflowAnswers: {
    experimentAnswer: [{ experiment: { experiment_id: '1', artifact_location: 'mlflow-artifacts:/1', lifecycle_stage: 'active' } }],
    experimentCreated: [{ experiment_id: '1' }],
    runAnswer: [mlflowRun],
    runsAnswer: [{ runs: [mlflowRun.run] }, {}],
    errorAnswer: [{ error_code: 'RESOURCE_DOES_NOT_EXIST', message: 'Could not find it' }, {}],
  },
  ...ofRecordings,
  notes: { notesText: ['', 'More'], notes: dashboardStates.map(({ notes }) => notes) },
  owner: {
    owner: [...files.json('owner.json'), { ...(files.json('owner.json')[0] as object), slurm: { cluster: 'c', job: '17_3', restarts: 1 } }],
    slurmJob: [{ cluster: null, job: '17', restarts: 0 }],
  },
  parameters: {
    savedParameters: configs.map(({ parameters }) => parameters),
    knownParameters: [{}, { epochs: 3, learning_rate: 0.1 }, defaultParameters],
    askedParameters: [{}, { epochs: 3, learning_rate: 0.1 }, defaultParameters],
  },
  queue: {
    engineChoice: ['auto', 'onnx', 'tensorflow', 'wasm', 'native'],
    threads: [1, 256],
    queuedRun: [
      ...queue.runs,
      ...queue.runs.map(run => ({ ...run, notes: '# Why', threads: null, engine: 'wasm', parent: null, design: 'a design' })),
    ],
    draggedRuns: [[], [runId]],
    queueFile: [
      queue,
      { schemaVersion: 1, runs: [] },
      {
        ...queue,
        runs: queue.runs.map(run => ({ ...run, batch: runId, isRetry: true })),
        takenOut: queue.runs.map((run, place) => ({ ...run, takenOutAt: time, place })),
        failed: queue.runs.map(run => ({ ...run, reason: 'The disk is full.', mayRetry: true })),
      },
    ],
  },
  rememberedRuns: {
    rememberedRun: queue.runs.flatMap(run => [
      { ...run, runsFolder: '/lab/.digits/runs' },
      { ...run, runsFolder: '/lab/.digits/runs', keeper: files.json('owner.json')[0] },
    ]),
  },
  savedFilters: { savedFilter: [{ name: 'wide', filter: 'num_filters>=64' }] },
  requests: { requestHead: [asked], answerHead: answers },
  scores: {
    meanScores: evaluated.map(({ scores }) => scores.macro),
    classScores: evaluated.flatMap(({ scores }) => scores.perClass),
    confusionMatrix: evaluated.map(({ scores }) => scores.confusionMatrix),
    scores: evaluated.map(({ scores }) => scores),
  },
  summary: {
    epochResults: summaries.flatMap(({ final }) => final ?? []),
    runSummary: [...summaries, ...summaries.map(summary => ({ ...summary, attempt: 2 }))],
  },
  slurm: {
    taskRanges: ['0', '0-3,7%2', '0-1999:2'],
    slurmJobName: [`digits-${runId}-0`, `digits-${runId}-2001-r2`],
    queuedTasks: [
      { name: `digits-${runId}-0`, jobId: 7, tasks: '3', state: 'RUNNING', reason: 'None', exit: '0', restarts: 1, nodes: 'n1' },
      { name: `digits-${runId}-0`, jobId: 7, tasks: '4-99%2', state: 'PENDING', reason: 'Resources', exit: '0:0', restarts: 0, nodes: '' },
    ],
    submittedJob: [
      { jobId: 7, cluster: null },
      { jobId: 7, cluster: 'north' },
    ],
    clusterLimits: [{ maxArraySize: 1001 }],
    clusterPartition: [{ name: 'debug', isDefault: true, state: 'up', timeLimit: '1-00:00:00', nodes: 2 }],
    arrayJob: arrayJobs,
    slurmLedger: [
      { schemaVersion: 1, plan: runId, jobs: arrayJobs },
      { schemaVersion: 1, plan: runId, folder: { path: '/runs/a', inode: '42' }, jobs: arrayJobs },
    ],
  },
  slurmSettings: {
    slurmSettings: [
      {},
      {
        partition: 'short',
        account: 'lab',
        minutes: 30,
        megabytes: 2_000,
        cpus: 2,
        throttle: 10,
        modules: ['node/22'],
        container: { type: 'apptainer', image: 'docker://node:22', mounts: ['/scratch'] },
        template: '/users/ada/batch.sh',
        command: ['digits'],
      },
    ],
  },
  sweepFile: {
    sweepFile: [
      {
        schemaVersion: 1,
        id: runId,
        createdAt: time,
        author: 'Ada',
        plan: sweepPlans[0],
        base: defaultParameters,
        engine: 'onnx',
        threads: 2,
        runs: [
          { id: runId, values: { num_filters: 8 }, seed: 0 },
          { id: runId.replace('abcd', 'bcde'), values: { num_filters: 16 }, seed: 0, reused: true },
        ],
      },
    ],
  },
  endpoint: {
    endpointCommand: [{ type: 'serve', runsFolder: '/lab/.digits/runs', port: 8917, key: 'a'.repeat(40) }, { type: 'stop' }],
    endpointMessage: [
      { type: 'listening', port: 8917 },
      { type: 'failed', message: 'listen EADDRINUSE', inUse: true },
      { type: 'told', line: 'a run begins' },
    ],
  },
  followed: {
    followedFile: [{ name: 'train/events.out.tfevents.1', bytes: 812, head: 'a'.repeat(64), headBytes: 812 }],
    followed: [
      { schemaVersion: 1, kind: 'csv', source: 'logs/training.csv', files: [] },
      {
        schemaVersion: 1,
        kind: 'tensorboard',
        source: '/data/logs',
        files: [{ name: 'validation/events.out.tfevents.1', bytes: 9_000, head: 'b'.repeat(64), headBytes: 4_096 }],
        isWhole: true,
      },
    ],
  },
  follower: {
    followedPlace: [{ root: '/lab', runsFolder: '/lab/.digits/runs', paths: ['', 'logs'], isOpen: true }],
    followerCommand: [
      {
        type: 'follow',
        places: [{ root: '/lab', runsFolder: '/lab/.digits/runs', paths: ['logs'], isOpen: true }],
        leftOut: ['/lab/logs/a.csv'],
      },
      { type: 'stop' },
    ],
    followerMessage: [
      { type: 'following', runs: 3 },
      { type: 'told', line: 'a run begins' },
      { type: 'reading', path: '/lab/logs/b.csv' },
      { type: 'read' },
      { type: 'alive' },
    ],
  },
  sweepPage: {
    sweepState: [{ shown: shownSweep }],
    sweepChange: [{ type: 'shown', shown: shownSweep }],
    sweepPageRequest: [{ type: 'none' }],
    sweepRequest: [
      { type: 'openRun', runId },
      { type: 'openReport' },
      { type: 'openPlan' },
      { type: 'queueMissing' },
      { type: 'submitMissing' },
      { type: 'save', fileName: 'settings.csv', content: { text: 'rank' } },
      { type: 'failed', message: 'x is not there' },
    ],
    savedSweep: [{ sweepId: runId }, { sweepId: runId, brushes: [{ axis: 'num_filters', from: 0, to: 1 }], asTable: true }],
  },
  sweepPlan: { sweepPlan: sweepPlans },
  tracking: {
    wandbTarget: trackings.map(({ target }) => target),
    syncState: [
      ...trackings.map(({ sync }) => sync),
      { status: 'failed', reason: 'The key was refused.', url: 'https://wandb.ai/a/b/runs/c', changedAt: time },
    ],
    tracking: trackings,
    begunUpload: trackings.map(({ target }) => ({ target, isWaiting: true })),
  },
  trashedRuns: {
    trashedRun: [
      { id: runId, runsFolder: '/lab/.digits/runs', entry: `${runId}.0123abcd`, label: 'The first', deletedAt: time },
      { id: runId, runsFolder: String.raw`C:\lab\.digits\runs`, entry: `${runId}.ffffffff`, label: '', deletedAt: time },
    ],
  },
  wandbAnswers: {
    viewerAnswer: [{ viewer: { entity: 'ada' } }, { viewer: null }],
    upsertAnswer: [
      { upsertBucket: { bucket: { project: { name: 'digits', entity: { name: 'ada' } }, historyLineCount: 3, logLineCount: null } } },
    ],
    lineCountsAnswer: [{ model: { bucket: { id: 'UnVu', historyLineCount: 3, logLineCount: 0, eventsLineCount: null } } }],
    runFilesAnswer: [{ createRunFiles: { uploadHeaders: ['x-amz-acl:private'], files: [{ uploadUrl }, { uploadUrl }] } }],
    artifactAnswer: [
      { createArtifact: { artifact: { state: 'PENDING', id: 'QXJ0', artifactSequence: { latestArtifact: { id: 'QXJ1' } } } } },
      { createArtifact: { artifact: { state: 'COMMITTED', id: 'QXJ0', artifactSequence: { latestArtifact: null } } } },
    ],
    manifestAnswer: [{ createArtifactManifest: { artifactManifest: { id: 'TWFu', file: { uploadUrl, uploadHeaders: [] } } } }],
    artifactFilesAnswer: [
      { createArtifactFiles: { files: { edges: [{ node: { artifact: { id: 'QXJ0' }, uploadUrl: null, uploadHeaders: null } }] } } },
    ],
    commitAnswer: [{ commitArtifact: { artifact: { digest: '0123456789abcdef' } } }],
  },
};
