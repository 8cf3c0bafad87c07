import { readSettings, type SlurmSettings } from '../../cluster/clusterSettings';
import { SlurmError } from '../../cluster/slurm/slurmError';
import { FormatError, parseValue } from '../../contract/formats/parse';
import { slurmSettings as format } from '../../contract/formats/slurmSettings';
import { chosenSetting } from '../settings';

/** Settings of the editor that are called what they are in slurm.json. */
const names = [
  'partition',
  'account',
  'qos',
  'constraint',
  'minutes',
  'megabytes',
  'cpus',
  'throttle',
  'graceSeconds',
  'modules',
  'template',
  'command',
] as const;

/** Whether this user's settings of the editor say anything of Slurm. */
export function isSlurmSaid(): boolean {
  return Object.keys(saidInEditor()).length > 0;
}

/**
 * What a person asks of Slurm: by the editor's settings, else by their file for all surfaces.
 * @throws {SlurmError} for a file, or a setting, that cannot be used
 */
export async function slurmSettings(): Promise<SlurmSettings> {
  return { ...(await readSettings()), ...slurmSettingsOfEditor() };
}

/** Threads of each run of a plan that does not say, and is begun at Slurm: small runs are soonest done with one each. */
export async function slurmThreads(): Promise<number> {
  return (await slurmSettings()).cpus ?? 1;
}

/** The editor checks no value that was written into its file of settings by hand. @throws {SlurmError} */
function slurmSettingsOfEditor(): SlurmSettings {
  const said = saidInEditor();
  if (said.container && said.container.image === undefined)
    throw invalid(
      'The setting digitsLab.slurm.containerImage: found nothing; expected the image of the container that digitsLab.slurm.container asks for.',
    );
  try {
    return parseValue(format, said, 'The settings digitsLab.slurm');
  } catch (error) {
    if (error instanceof FormatError) throw invalid(error.message);
    throw error;
  }
}

function invalid(message: string): SlurmError {
  return new SlurmError('invalid', message);
}

/** As a person wrote it, without what says nothing. */
function saidInEditor() {
  const type = valueOf('container');
  const container =
    type === undefined || type === 'none' ? undefined : { type, image: valueOf('containerImage'), mounts: valueOf('containerMounts') };
  return { ...said(Object.fromEntries(names.map(name => [name, valueOf(name)]))), ...(container && { container: said(container) }) };
}

function said<T extends object>(values: T): Partial<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<T>;
}

/** Undefined: it is empty, or 0, as it is when it was never touched. */
function valueOf(name: (typeof names)[number] | 'container' | 'containerImage' | 'containerMounts'): unknown {
  const value: unknown = chosenSetting(`digitsLab.slurm.${name}`);
  if (Array.isArray(value)) {
    const all = value.map(trimmed).filter(one => one !== '');
    return all.length === 0 ? undefined : all;
  }
  const one = trimmed(value);
  return one === '' || one === 0 ? undefined : one;
}

function trimmed(value: unknown): unknown {
  return typeof value === 'string' ? value.trim() : value;
}
