import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { defaultParameters } from '../../../src/contract/parameters';
import { readOldFiles } from './oldFiles';

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
const importedRuns = path.join('test', 'fixtures', 'imported-runs');
const imported = readdirSync(importedRuns).map(
  id => JSON.parse(readFileSync(path.join(importedRuns, id, 'config.json'), 'utf8')) as object,
);
const engineCheck = { version: '1.30.0', durationMs: 120 };
const asked = { type: 'request', id: 1 };
const answers = [
  { type: 'answer', id: 1 },
  { type: 'answer', id: 2, error: 'It does not work here.' },
];
const uploadUrl = 'https://storage.example/x?signature=1';

const dashboardStates = configs.map((config, i) => {
  const epochs = events('epochEnded').slice(0, 20);
  const besides = {
    labels: files.json('labels.json')[0],
    comparison: i > 0 ? { verdict: 'different', causes: ['threads: 1 → 2'], lines: ['Different.'] } : null,
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

/** Inputs that are right, for each description of src/contract/formats, by file and name: mostly what real runs left and sent. */
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
  checkpoint: { checkpointState: [...files.checkpointStates, { epoch: 3, elapsedMs: 1.5, attempt: 2, best: { epoch: 2, loss: 0.1 } }] },
  commands: {
    runRequest: requests,
    trainerCommand: [
      ...requests.map(request => ({ type: 'start', request })),
      { type: 'resume', folder: '/users/ada/run', engine: 'wasm' },
      { type: 'stop' },
    ],
    trainerInput: [{ type: 'stop' }, { type: 'resume', folder: '/users/ada/run', engine: 'native' }, asked],
    trainerRequest: [
      { type: 'evaluate', folder: '/users/ada/run' },
      { type: 'evaluate', folder: '/users/ada/run', engine: 'auto' },
      { type: 'checkEngine', engine: 'onnx' },
    ],
    evaluation: [
      ...evaluated.map(({ scores }) => ({ outcome: 'evaluated', scores, warnings: ['The native engine does not work here.'] })),
      { outcome: 'refused', reason: 'There are other images there.' },
    ],
    engineCheck: [engineCheck],
    ready: [{ type: 'ready', protocolVersion: 3 }],
    trainerMessage: [{ type: 'ready', protocolVersion: 3 }, ...trainerEvents],
    answerMessage: [...answers, ...trainerEvents],
  },
  config: {
    datasetIdentity: [
      ...configs.map(({ dataset }) => dataset),
      ...configs.map(({ dataset }) => ({ ...dataset, transposed: true, firstLabel: 1, classNames: ['Aa', 'T-shirt/top'] })),
    ],
    engineIdentity: configs.map(({ engine }) => engine),
    environment: configs.map(({ environment }) => environment),
    gitState: [git],
    trainedConfig: configs,
    importedConfig: imported,
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
      { type: 'changed', changes: { stderrTail: 'Killed' } },
    ],
    pageRequest: [{ type: 'show', section: 'artifacts' }],
    dashboardRequest: [
      { type: 'act', action: 'rerun' },
      { type: 'openArtifact', path: 'model/model.onnx' },
      { type: 'revealArtifact', path: 'predictions.npy' },
      { type: 'saveNotes', runId, before: '', text: 'More filters will not help.' },
      { type: 'save', fileName: 'loss.svg', content: { text: '<svg/>' } },
      { type: 'save', fileName: 'loss.png', content: { base64: 'iVBORw0KGgo=' } },
      { type: 'failed', message: 'Error: x\n    at y' },
    ],
    xUnit: ['epochs', 'steps', 'time'],
    curveName: ['training', 'validation', 'parent'],
    savedView: [{ runId }, { runId, section: 'evaluation', normalisation: 'row', lossScale: 'linear', xUnit: 'time', smoothing: 0.9, hiddenCurves: [{ chart: 'loss', curve: 'parent' }], range: { from: 1, to: 2.5 }, showsAllParameters: false }, { runId, section: 'notes', draft: { runId, before: '', text: 'More' } }], // prettier-ignore
  },
  draft: {
    runDraft: [
      { parameters: {} },
      { parameters: defaultParameters, name: 'wide', tags: ['a', 'b'], hypothesis: 'More filters, fewer mistakes.', parent: runId },
    ],
  },
  events: {
    attempt: [1, 2],
    runStarted: events('runStarted'),
    runResumed: events('runResumed'),
    batchEnded: events('batchEnded'),
    epochEnded: events('epochEnded'),
    resourcesSampled: events('resourcesSampled'),
    logged: [{ type: 'logged', time, level: 'warning', message: 'The loss is not a number.' }, ...events('logged')],
    evaluated,
    runEnded: events('runEnded'),
    runFailed: events('runFailed'),
    trainerEvent: trainerEvents,
  },
  labels: {
    allLabels: files.json('labels.json'),
    someLabels: [{}, { name: 'x' }, ...files.json('labels.json')],
    runLabels: [{}, ...files.json('labels.json')],
  },
  notes: { notesText: ['', 'More'], notes: dashboardStates.map(({ notes }) => notes) },
  owner: { owner: files.json('owner.json') },
  parameters: {
    savedParameters: configs.map(({ parameters }) => parameters),
    knownParameters: [{}, { epochs: 3, learning_rate: 0.1 }, defaultParameters],
    askedParameters: [{}, { epochs: 3, learning_rate: 0.1 }, defaultParameters],
  },
  queue: {
    engineChoice: ['auto', 'onnx', 'wasm', 'native'],
    threads: [1, 256],
    queuedRun: [...queue.runs, ...queue.runs.map(run => ({ ...run, notes: '# Why', threads: null, engine: 'wasm', parent: null }))],
    queueFile: [queue, { schemaVersion: 1, runs: [] }],
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
