import { readSettings, type SlurmSettings } from '../../cluster/clusterSettings';
import { SlurmError } from '../../cluster/slurm/slurmError';
import { chosenSetting } from '../settings';

/** What this user's settings of the editor say of Slurm; what is empty, or 0, is not said. */
export function slurmSettingsOfEditor(): SlurmSettings {
  return {
    ...said('partition', chosenSetting('digitsLab.slurm.partition')?.trim()),
    ...said('account', chosenSetting('digitsLab.slurm.account')?.trim()),
    ...said('qos', chosenSetting('digitsLab.slurm.qos')?.trim()),
    ...said('constraint', chosenSetting('digitsLab.slurm.constraint')?.trim()),
    ...said('minutes', chosenSetting('digitsLab.slurm.minutes')),
    ...said('megabytes', chosenSetting('digitsLab.slurm.megabytes')),
    ...said('cpus', chosenSetting('digitsLab.slurm.cpus')),
    ...said('throttle', chosenSetting('digitsLab.slurm.throttle')),
    ...said('graceSeconds', chosenSetting('digitsLab.slurm.graceSeconds')),
    ...said('modules', listOf(chosenSetting('digitsLab.slurm.modules'))),
    ...said('container', containerOfEditor()),
    ...said('template', chosenSetting('digitsLab.slurm.template')?.trim()),
    ...said('command', listOf(chosenSetting('digitsLab.slurm.command'))),
  };
}

/**
 * What a person asks of Slurm: by the editor's settings, else by their file for all surfaces.
 * @throws {SlurmError} for a file, or a setting, that cannot be used
 */
export async function slurmSettings(): Promise<SlurmSettings> {
  const settings = { ...(await readSettings()), ...slurmSettingsOfEditor() };
  if (settings.container?.image === '')
    throw new SlurmError(
      'invalid',
      'The setting digitsLab.slurm.containerImage: found nothing; expected the image of the container that digitsLab.slurm.container asks for.',
    );
  return settings;
}

/** Threads of each run of a plan that does not say, and is begun at Slurm: small runs are soonest done with one each. */
export async function slurmThreads(): Promise<number> {
  return (await slurmSettings()).cpus ?? 1;
}

/** Its image may be missing still. */
function containerOfEditor(): SlurmSettings['container'] {
  const type = chosenSetting('digitsLab.slurm.container') ?? 'none';
  if (type === 'none') return undefined;
  const image = chosenSetting('digitsLab.slurm.containerImage')?.trim() ?? '';
  return { type, image, mounts: listOf(chosenSetting('digitsLab.slurm.containerMounts')) ?? [] };
}

/** Undefined: it is empty. */
function listOf(texts: readonly string[] | undefined): string[] | undefined {
  const all = (texts ?? []).map(text => text.trim()).filter(text => text !== '');
  return all.length === 0 ? undefined : all;
}

function said<K extends string, V>(name: K, value: V | undefined): { readonly [N in K]?: V } {
  // Both are what the setting is when it was never touched.
  if (value === undefined || value === '' || value === 0) return {};
  return { [name]: value } as { readonly [N in K]?: V };
}
