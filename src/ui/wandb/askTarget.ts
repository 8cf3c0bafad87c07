import { window } from '../sinks/window';
import type { WandbTarget } from '../../contract/tracking';
import { projectInWords } from '../../tracking/wandb/target';
import type { Decision, EnvFileClaim } from './envFile';

/** Asks whether a folder's `.env` may say where runs go; undefined if that is left open. */
export async function askAboutEnvFile({ file, target, givesKey }: EnvFileClaim): Promise<Decision | undefined> {
  const allow = 'Allow';
  const refuse = 'Use My Settings';
  const project = projectInWords(target);
  const message = givesKey
    ? `${file} has runs sent to ${project}, with a key of its own. Nothing is sent there until you allow it.`
    : `${file} has runs sent to ${project}. Nothing is sent there until you allow it.`;
  const chosen = await window.showWarningMessage(message, allow, refuse);
  if (chosen === undefined) return undefined;
  return chosen === allow ? 'allowed' : 'refused';
}

/**
 * Asks where runs go whose folders name a project that this user never had them sent to.
 * @param names what the runs are called
 * @returns that target or the one that is set; undefined if they are not to be sent
 */
export async function askAboutClaim(
  names: readonly string[],
  claimed: WandbTarget,
  current: WandbTarget,
): Promise<WandbTarget | undefined> {
  const mine = 'Use My Settings';
  const theirs = 'Follow the Folder';
  const [there, here] = [projectInWords(claimed), projectInWords(current)];
  const claim = names.length === 1 ? `The folder of “${names[0]}” has it go` : `The folders of ${names.length} runs have them go`;
  const what = names.length === 1 ? 'it' : 'them';
  const message = `${claim} to ${there}, and you never had ${what} sent there. Your settings say ${here}.`;
  const chosen = await window.showWarningMessage(message, mine, theirs);
  if (chosen === undefined) return undefined;
  return chosen === mine ? current : claimed;
}
