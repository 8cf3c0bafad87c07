import type { Evaluation } from '../contract/trainer';
import { messageOf } from '../util/messageOf';
import { AnsweringTrainer, type AnsweringTrainerOptions } from './process/answeringTrainer';

export type EvaluationResult =
  | Evaluation
  | {
      readonly outcome: 'failed';
      /** For a person. */
      readonly reason: string;
      /** The last of what the process wrote. */
      readonly output: string;
    };

/** A model that is being evaluated. */
export interface RunningEvaluation {
  /** Settles when the process is gone. Never rejects. */
  readonly result: Promise<EvaluationResult>;
  /** Ends it at once. */
  kill(): void;
}

/**
 * Has a process of its own predict the test images with the model that a run left. When an engine takes that process down, a second one
 * does it with WebAssembly.
 */
export function startEvaluation(folder: string, options: AnsweringTrainerOptions): RunningEvaluation {
  let isKilled = false;
  let trainer = new AnsweringTrainer(options);
  const evaluate = async (engine?: 'wasm'): Promise<EvaluationResult & { readonly crashed?: boolean }> => {
    try {
      return await trainer.ask({ type: 'evaluate', folder, ...(engine && { engine }) });
    } catch (error) {
      const { crashed, output } = await trainer.close();
      return { outcome: 'failed', reason: messageOf(error), output, crashed };
    } finally {
      await trainer.close();
    }
  };
  const result = async (): Promise<EvaluationResult> => {
    const first = await evaluate();
    if (first.outcome !== 'failed' || !first.crashed || isKilled) return first;
    trainer = new AnsweringTrainer(options);
    const second = await evaluate('wasm');
    if (second.outcome !== 'evaluated') return second;
    const warning = `The engine took its process down, so that WebAssembly computes, several times slower. ${first.reason}`;
    return { ...second, warnings: [warning, ...second.warnings] };
  };
  return {
    result: result(),
    kill: () => {
      isKilled = true;
      trainer.kill();
    },
  };
}
