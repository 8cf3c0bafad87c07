import { l10n } from 'vscode';
import { window } from '../sinks/window';
import type { WandbTarget } from '../../contract/tracking';
import { runLabel } from '../../experiment/arrangement';
import type { LabRun } from '../../runs/labRun';
import { placeInWords } from '../../tracking/begunUploads';
import type { Decision, EnvFileClaim } from './envFile';

/** Asks whether a folder's `.env` may say where runs go; undefined if that is left open. */
export async function askAboutEnvFile({ file, target, givesKey }: EnvFileClaim): Promise<Decision | undefined> {
  const allow = l10n.t('Allow');
  const refuse = l10n.t('Use My Settings');
  const place = placeInWords(target);
  const message = givesKey
    ? l10n.t('{0} has runs sent to {1}, with a key of its own. Nothing is sent there until you allow it.', file, place)
    : l10n.t('{0} has runs sent to {1}. Nothing is sent there until you allow it.', file, place);
  const chosen = await window.showWarningMessage(message, allow, refuse);
  if (chosen === undefined) return undefined;
  return chosen === allow ? 'allowed' : 'refused';
}

/**
 * Asks where runs go whose folders name a place that this user never had them sent to.
 * @returns that place or the one that is set; undefined if they are not to be sent
 */
export async function askAboutClaim(runs: readonly LabRun[], claimed: WandbTarget, current: WandbTarget): Promise<WandbTarget | undefined> {
  const mine = l10n.t('Use My Settings');
  const theirs = l10n.t('Follow the Folder');
  const [first] = runs;
  if (!first) return undefined;
  const places = [placeInWords(claimed), placeInWords(current)] as const;
  const message =
    runs.length === 1
      ? l10n.t('The folder of “{0}” has it go to {1}, and you never had it sent there. Your settings say {2}.', runLabel(first), ...places)
      : l10n.t(
          'The folders of {0} runs have them go to {1}, and you never had them sent there. Your settings say {2}.',
          runs.length,
          ...places,
        );
  const chosen = await window.showWarningMessage(message, mine, theirs);
  if (chosen === undefined) return undefined;
  return chosen === mine ? current : claimed;
}
