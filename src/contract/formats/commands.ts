/** The messages to and from a trainer process. A trainer that trains sends events; one that is asked sends answers. */
import * as v from 'valibot';
import { engineNames } from '../engines';
import { list, oneOf, only, positive, record, runId, sha256, text, whole } from './basics';
import { failedEngines } from './config';
import { engineSpeed, MOST_SPEEDS } from './engineSpeeds';
import { trainerEvent } from './events';
import { inspectionAnswers, inspectionRequests } from './inspection';
import { someLabels } from './labels';
import { askedParameters } from './parameters';
import { engineChoice, threads } from './queue';
import { answerHead, requestHead } from './requests';
import { scores } from './scores';

/** What a run is asked to be. */
export const runRequest = record({
  /** The name of the run's folder. */
  id: text,
  parameters: askedParameters,
  /** Gradient workers; by default one for each core. */
  threads: v.exactOptional(threads),
  /** By default `auto`. */
  engine: v.exactOptional(engineChoice),
  /** The run's own folder, which must not exist yet. */
  folder: text,
  labels: v.exactOptional(someLabels),
  /** In Markdown: what notes.md begins with. */
  notes: v.exactOptional(text),
  /** The run that this one was made from. */
  parent: v.exactOptional(runId),
  /** The comparison or sweep that it belongs to. */
  design: v.exactOptional(text),
});

/** What the process that starts a trainer has found out about the engines for the same run, before. */
const foundOut = {
  /** Those that have taken a trainer down: they are not tried again. */
  crashed: v.exactOptional(failedEngines),
  /** How fast they are, measured for this run since it was not known. */
  measured: v.exactOptional(list(engineSpeed, MOST_SPEEDS)),
};

export const trainerCommand = v.variant(
  'type',
  [
    record({ type: only('start'), request: runRequest, ...foundOut }),
    /** Go on with an interrupted or stopped run; everything is in its folder. */
    record({ type: only('resume'), folder: text, engine: v.exactOptional(engineChoice), ...foundOut }),
    /** End after the current batch, evaluate, and end the process. Without a run: end when what was asked is answered. */
    record({ type: only('stop') }),
  ],
  'a command for a trainer',
);

/** Everything that a trainer process is sent. */
export const trainerInput = v.variant('type', [...trainerCommand.options, requestHead], 'a command or a request for a trainer');

/** What a trainer process may be asked. */
export const trainerRequest = v.variant(
  'type',
  [
    /** Predict the test images once more with the model of a finished run. */
    record({ type: only('evaluate'), folder: text, engine: v.exactOptional(engineChoice) }),
    /** Load an engine and see whether it computes rightly. One that does not is an error. */
    record({ type: only('checkEngine'), engine: oneOf(engineNames) }),
    /** The same, and measure how fast it trains the default network. Without threads: one for each core. */
    record({ type: only('measureEngine'), engine: oneOf(engineNames), threads: v.exactOptional(threads) }),
    /** Which engines are installed, whether they work or not. */
    record({ type: only('presentEngines') }),
    ...inspectionRequests,
  ],
  'a request to a trainer',
);

/** The result of a run's model on the test images, or why it could not be determined with these data and parameters. */
export const evaluation = v.variant(
  'outcome',
  [
    /** With what the user should know of how it was done. */
    record({ outcome: only('evaluated'), scores, warnings: list(text, 1000) }),
    record({ outcome: only('refused'), reason: text }),
  ],
  'an evaluation',
);

export const engineCheck = record({
  version: text,
  /** To load it and to do one small training step. */
  durationMs: positive,
  /** As the config of a run has them that is trained now. */
  instructionSet: text,
  numericsVersion: whole(0),
  bundleSha256: sha256,
});

export const engineMeasurement = v.variant(
  'state',
  [
    record({
      state: only('works'),
      version: text,
      /** To load it and to do one small training step. */
      durationMs: positive,
      /** Trained, of the default network, in steady state. */
      imagesPerSecond: positive,
      threads,
    }),
    /** An optional engine that is not installed; the reason says how to get it. */
    record({ state: only('missing'), reason: text }),
  ],
  'a measurement of an engine',
);

export const presentEngines = record({ engines: list(oneOf(engineNames), engineNames.length) });

/** What is answered, by the type of the request. */
export const trainerAnswers = {
  evaluate: evaluation,
  checkEngine: engineCheck,
  measureEngine: engineMeasurement,
  presentEngines,
  ...inspectionAnswers,
} as const;

export const ready = record({ type: only('ready'), protocolVersion: whole(0) });

/** The trainer opens an engine now: if its process crashes before the run has begun, that engine is to blame. */
const openingEngine = record({ type: only('openingEngine'), engine: oneOf(engineNames) });

/** Nothing was begun: several engines may be the fastest, and the speeds of these are not known. The trainer ends. */
const unmeasuredEngines = record({ type: only('unmeasuredEngines'), engines: list(oneOf(engineNames), engineNames.length), threads });

/** What a trainer says of its engines, which is no event of a run. */
export const engineNotice = v.variant('type', [openingEngine, unmeasuredEngines], 'what a trainer says of its engines');

/** What a trainer process sends while it trains. */
export const trainerMessage = v.variant('type', [ready, ...engineNotice.options, ...trainerEvent.options], 'a message of a trainer');

/** What a trainer process sends that is asked. */
export const answerMessage = v.variant('type', [answerHead, ...trainerEvent.options], 'an answer or an event of a trainer');
