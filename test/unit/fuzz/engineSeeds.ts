/** Examples of what is said of engines, for the fuzz of the formats. */
const sha256 = 'b2d8f5bf39174ee5ffeefa97e42d673c35432b411bb5d1f74fbbeddae7f1690a';

const failedEngine = { name: 'onnx', reason: 'The trainer ended unexpectedly with signal SIGSEGV.' };
const engineSpeeds = [
  { engine: 'onnx', imagesPerSecond: 5012 },
  { engine: 'wasm', imagesPerSecond: null },
];
const keptSpeeds = engineSpeeds.map(speed => ({ ...speed, engineVersion: '1.30.0', threads: 2, measuredAt: '2026-01-31T12:00:00.000Z' }));

/** Of the file of the speeds. */
export const ofSpeeds = {
  engineSpeed: engineSpeeds,
  engineSpeedsFile: [
    { schemaVersion: 1, machine: '0123456789ab', version: '1.0.0', speeds: keptSpeeds },
    { schemaVersion: 1, machine: '0123456789ab', version: '1.0.0', speeds: [] },
  ],
};

/** Of a run's config. */
export const ofConfig = { failedEngine: [failedEngine], failedEngines: [[failedEngine], []] };

/** An engine that computes in the place of others. */
export const replacing = (engine: object): object => ({ ...engine, insteadOf: [failedEngine] });

const engineNotices = [
  { type: 'openingEngine', engine: 'onnx' },
  { type: 'unmeasuredEngines', engines: ['onnx', 'wasm'], threads: 2 },
];

/** Of the messages to and from a trainer. */
export const ofCommands = {
  engineCheck: [{ version: '1.30.0', instructionSet: 'avx2', numericsVersion: 1, bundleSha256: sha256, durationMs: 120 }],
  engineMeasurement: [
    { state: 'works', version: '1.30.0', durationMs: 120, imagesPerSecond: 5012, threads: 2 },
    { state: 'missing', reason: 'It is not installed.' },
  ],
  presentEngines: [{ engines: ['onnx', 'wasm'] }],
  engineNotice: engineNotices,
};

export const engineRequests = [
  { type: 'checkEngine', engine: 'onnx' },
  { type: 'measureEngine', engine: 'wasm' },
  { type: 'measureEngine', engine: 'onnx', threads: 2 },
  { type: 'presentEngines' },
];

/** A command as it is sent after a trainer has crashed, and engines were measured. */
export const foundOut = { crashed: [failedEngine], measured: engineSpeeds };
