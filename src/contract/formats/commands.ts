/** What a trainer process is told to do, and what it says first. What it says then are events. */
import * as v from 'valibot';
import { oneOf, only, record, runId, text, whole } from './basics';
import { trainerEvent } from './events';
import { someLabels } from './labels';
import { askedParameters } from './parameters';
import { engineChoice, threads } from './queue';

/** ONNX Runtime for this machine, or as WebAssembly. */
export const runtime = oneOf(['native', 'wasm']);

/** What a run is asked to be. */
export const runRequest = record({
  /** The name of the run's folder. */
  id: text,
  parameters: askedParameters,
  /** Gradient workers; by default one a core. */
  threads: v.exactOptional(threads),
  /** By default `auto`. */
  engine: v.exactOptional(engineChoice),
  /** The run's own folder, which must not exist yet. */
  folder: text,
  labels: v.exactOptional(someLabels),
  /** The run that this one was made from. */
  parent: v.exactOptional(runId),
});

export const trainerCommand = v.variant(
  'type',
  [
    record({ type: only('start'), request: runRequest }),
    /** Go on with an interrupted or stopped run; everything is in its folder. */
    record({ type: only('resume'), folder: text, engine: v.exactOptional(runtime) }),
    /** Predict the test images with a finished run's model once more; one `evaluated` and no run. */
    record({ type: only('evaluate'), folder: text, engine: v.exactOptional(engineChoice) }),
    /** Load an engine and see whether it computes rightly; one `engineChecked` and no run. */
    record({ type: only('checkEngine'), engine: runtime }),
    /** End after the current batch, evaluate, and end the process. */
    record({ type: only('stop') }),
  ],
  'a command for a trainer',
);

export const ready = record({ type: only('ready'), protocolVersion: whole(0) });

export const trainerMessage = v.variant('type', [ready, ...trainerEvent.options], 'a message of a trainer');
