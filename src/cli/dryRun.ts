import type { EngineChoice } from '../contract/engines';
import { describeNetwork, mnistFormat } from '../contract/network';
import type { Parameters } from '../contract/parameters';
import type { Estimate } from '../experiment/estimate';
import { estimateInWords, estimateOf } from '../experiment/estimateInWords';
import type { Cli } from './context';
import { networkTable } from './networkTable';
import type { RunsOption } from './runsOption';
import { thisMachine } from './thisMachine';

export interface DryRunFlags extends RunsOption {
  readonly threads?: number;
  readonly engine?: EngineChoice;
  readonly json?: true;
}

/** `digits train --dry-run`: the network, and how long it would train. @throws {ParameterError} if there is no such network */
export async function dryRun(parameters: Parameters, options: DryRunFlags, cli: Cli): Promise<void> {
  const network = describeNetwork(parameters, mnistFormat);
  const machine = await thisMachine(options, cli);
  const { out } = cli.output;
  if (options.json) return out.json({ ...network, estimate: asJson(estimateOf(parameters, machine)) });
  out.lines(networkTable(network));
  if (parameters.dataset !== 'mnist')
    out.line(`This is the network for images of 28×28 pixels in 10 classes: those of ${parameters.dataset} are read when it is trained.`);
  const time = estimateInWords(parameters, machine);
  if (time !== '') out.line(`Training takes ${time} on this machine.`);
}

function asJson(estimate: Estimate | undefined): unknown {
  return estimate ? { durationMs: Math.round(estimate.ms), isGuess: estimate.isGuess } : null;
}
