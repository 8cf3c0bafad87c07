import type { RunStatus } from '../contract/runState';
import { wouldDivergeAgain } from './divergence';

export interface RunWithoutModel {
  readonly status: RunStatus;
  /** Why it failed or ended early. */
  readonly reason: string | null | undefined;
}

/** Why a run has no model, and what to do. */
export function withoutModelInWords({ status, reason }: RunWithoutModel): string {
  switch (status) {
    case 'starting':
    case 'running':
      return 'It has no model yet: that is written at the end of the training.';
    case 'completed':
      return 'Its model, model/model.onnx, is not there any more. Reproduce trains one like it.';
    case 'stopped':
    case 'failed':
    case 'interrupted':
      return wouldDivergeAgain(reason)
        ? 'It has no model: its loss was no longer a number. Rerun it with a lower learning_rate.'
        : `It has no model: it is ${status}, and that is written at the end of a training. Resume goes on with it.`;
  }
}
