import { window } from '../sinks/window';
import type { WandbTarget } from '../../contract/tracking';
import { runLabel } from '../../experiment/runLabel';
import type { LabRun } from '../../runs/labRun';
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
 * @returns that target or the one that is set; undefined if they are not to be sent
 */
export async function askAboutClaim(runs: readonly LabRun[], claimed: WandbTarget, current: WandbTarget): Promise<WandbTarget | undefined> {
  const mine = 'Use My Settings';
  const theirs = 'Follow the Folder';
  const [first] = runs;
  if (!first) return undefined;
  const [there, here] = [projectInWords(claimed), projectInWords(current)];
  const claim = runs.length === 1 ? `The folder of “${runLabel(first)}” has it go` : `The folders of ${runs.length} runs have them go`;
  const what = runs.length === 1 ? 'it' : 'them';
  const message = `${claim} to ${there}, and you never had ${what} sent there. Your settings say ${here}.`;
  const chosen = await window.showWarningMessage(message, mine, theirs);
  if (chosen === undefined) return undefined;
  return chosen === mine ? current : claimed;
}
