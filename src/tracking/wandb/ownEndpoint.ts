import { endpointVariable, wandbKeyVariables } from '../../contract/tracking';
import type { Variables } from '../../files/dotEnv';

/**
 * The address of Digits Lab's own server for Python scripts, where WANDB_BASE_URL is that; else undefined. Terminals whose scripts are tracked
 * have it, and whoever took over what `digits serve` printed.
 */
export function ownEndpoint(variables: Variables): string | undefined {
  const address = variables[endpointVariable]?.trim() ?? '';
  return address !== '' && variables['WANDB_BASE_URL']?.trim() === address ? address : undefined;
}

/**
 * Variables without that server: it takes the runs of scripts, and none are sent to it from here. A key beside it goes too, since for which
 * server it was set is not known any more.
 */
export function withoutOwnEndpoint(variables: Variables): Variables {
  if (ownEndpoint(variables) === undefined) return variables;
  const dropped: readonly string[] = ['WANDB_BASE_URL', ...wandbKeyVariables];
  return Object.fromEntries(Object.entries(variables).filter(([name]) => !dropped.includes(name)));
}
