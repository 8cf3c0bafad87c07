import type { EngineName } from '../../contract/engines';
import { parameterTable, type KnownParameters } from '../../contract/parameters';
import { wouldDivergeAgain } from '../../wording/divergence';
import type { ComparedRun } from './comparedRun';

/** Under which conditions a run that is trained now is trained: where an existing run has the same it can take its place. */
export interface Conditions {
  readonly engine: EngineName;
  readonly threads: number;
  readonly engineVersion: string;
  readonly instructionSet: string;
  readonly numericsVersion: number;
  readonly bundleSha256: string;
}

/** Whether a run was trained as one would be now, and has its result: it is complete, or diverged, which it would again. */
export function hasResultUnder({ engine, threads, engineVersion, instructionSet, numericsVersion, bundleSha256 }: Conditions) {
  return ({ status, config, summary }: ComparedRun): boolean =>
    (status === 'completed' || (status === 'failed' && wouldDivergeAgain(summary?.reason))) &&
    config.kind === 'trained' &&
    config.engine.name === engine &&
    config.engine.version === engineVersion &&
    config.engine.threads === threads &&
    config.environment.instructionSet === instructionSet &&
    config.trainer.numericsVersion === numericsVersion &&
    config.trainer.bundleSha256 === bundleSha256;
}

/** The same for two sets exactly if all parameters that they know are equal. */
export function settingKey(parameters: KnownParameters): string {
  return JSON.stringify(parameterTable.map(({ name }) => parameters[name] ?? null));
}
