import { existsSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { counted, grouped } from '../util/format';
import { messageOf } from '../util/messageOf';
import { batchRequestOf, digitsOnNode, readSettings, readTemplate, realFile, settingsFile, type SlurmSettings } from './clusterSettings';
import { batchScript } from './slurm/batchTemplate';
import { logPattern } from './slurm/folders';
import type { Partition } from './slurm/partitions';
import { SlurmClient } from './slurm/slurmClient';
import { SlurmError } from './slurm/slurmError';

/** Something that a submission needs, and what was found of it. */
export interface SlurmFinding {
  readonly name: string;
  readonly isGood: boolean;
  /** It keeps nothing from being submitted, and may keep the tasks from beginning. */
  readonly isDoubtful?: true;
  readonly found: string;
}

const needed = ['sbatch', 'squeue', 'scancel', 'scontrol'] as const;

/**
 * Whether this machine can submit to a Slurm cluster: its programs, its controller, its partitions, the user's settings and template. Nothing
 * is submitted.
 * @param folder where the runs are; its own programs are not run
 * @param digits the words that start the command line here
 */
export async function checkSlurm(folder: string, digits: readonly string[]): Promise<SlurmFinding[]> {
  const client = new SlurmClient(folder);
  const programs = await finding('programs', () => needed.map(name => client.pathOf(name)).join(', '));
  const settings = await readSettings().catch((error: unknown) => saidBy(error));
  const file = await finding('settings', () =>
    typeof settings === 'string' ? Promise.reject(new Error(settings)) : fileInWords(settings),
  );
  return [
    programs,
    ...(programs.isGood ? await cluster(client, typeof settings === 'string' ? {} : settings) : []),
    file,
    ...(typeof settings === 'string'
      ? []
      : [
          await finding('template', () => templateInWords(settings, digits)),
          ...(settings.container ? [imageOf(settings.container)] : []),
          startedBy(settings, digits),
        ]),
  ];
}

async function cluster(client: SlurmClient, settings: SlurmSettings): Promise<SlurmFinding[]> {
  const controller = await finding('controller', async () => {
    const { maxArraySize } = await client.limits();
    return `answers; an array has ${grouped(maxArraySize)} tasks at most (MaxArraySize), a longer plan becomes several`;
  });
  if (!controller.isGood) return [controller];
  // Some sites have no sinfo for their users: nothing that is submitted needs it.
  const partitions = await client.partitions().catch((error: unknown) => saidBy(error));
  if (typeof partitions === 'string') return [controller, { name: 'partitions', isGood: true, found: `not known: ${partitions}` }];
  return [controller, chosenPartition(partitions, settings)];
}

function chosenPartition(partitions: readonly Partition[], { partition }: SlurmSettings): SlurmFinding {
  const name = 'partitions';
  const all = partitions.map(partitionInWords).join('; ');
  if (partition === undefined) {
    if (partitions.some(({ isDefault }) => isDefault)) return { name, isGood: true, found: all };
    return { name, isGood: false, found: `${all}. None is the default one: name one by the setting partition, or --partition.` };
  }
  const missing = partition.split(',').find(one => !partitions.some(known => known.name === one));
  if (missing === undefined) return { name, isGood: true, found: all };
  return { name, isGood: false, found: `${all}. There is no ${missing}, which the settings name.` };
}

function partitionInWords({ name, isDefault, state, timeLimit, nodes }: Partition): string {
  const facts = [isDefault && 'the default', state !== 'up' && state, counted(nodes, 'node'), `up to ${timeLimit}`];
  return `${name} (${facts.filter(Boolean).join(', ')})`;
}

async function fileInWords(settings: SlurmSettings): Promise<string> {
  const file = settingsFile();
  if ((await realFile(file)) === undefined) return `none, ${file} is not there: the cluster's own, and estimates`;
  const said = Object.entries(settings).map(([name, value]) => `${name} ${typeof value === 'object' ? JSON.stringify(value) : value}`);
  return `${file}: ${said.length === 0 ? 'it says nothing' : said.join(', ')}`;
}

/** Has a script made of it. */
async function templateInWords(settings: SlurmSettings, digits: readonly string[]): Promise<string> {
  const template = await readTemplate(settings);
  const name = 'digits-20260131-120000-abcd-0';
  const runs = path.join(os.homedir(), 'runs');
  const request = batchRequestOf({ minutes: 10, megabytes: 1000, ...settings }, { runsFolder: runs, threads: 1, estimate: undefined });
  const plan = path.join(runs, 'sweep.json');
  batchScript(
    {
      job: { name, offset: 0, tasks: '0-1', folder: runs, log: logPattern(name), digits: settings.command ?? digits, plan, runs },
      request,
    },
    template,
  );
  return settings.template === undefined ? "the product's own: digits slurm template prints it" : `${settings.template}: can be used`;
}

/** Programs take for a file what has a path or its ending, and else for a name in a registry. */
function imageOf({ type, image }: NonNullable<SlurmSettings['container']>): SlurmFinding {
  const name = 'image';
  const isFile = !image.includes('://') && (type === 'apptainer' || /^[./~]/.test(image) || /\.(sif|sqsh|squashfs)$/i.test(image));
  if (!isFile) return { name, isGood: true, found: `${image}, of a registry: whether it is there a task alone can tell` };
  if (!path.isAbsolute(image))
    return { name, isGood: false, found: `${image}: expected its full path, since tasks start in the folder of their plan` };
  if (existsSync(image)) return { name, isGood: true, found: `${image}, which must be there on the nodes too` };
  const found = `${image}: there is no such file on this machine; nothing is wrong if the nodes alone have it`;
  return { name, isGood: true, isDoubtful: true, found };
}

function startedBy(settings: SlurmSettings, digits: readonly string[]): SlurmFinding {
  const words = digitsOnNode(settings, digits).join(' ');
  const where = settings.container ? 'in the image' : 'on the nodes, at the same path';
  return {
    name: 'command',
    isGood: true,
    found: `${words} run-plan …, which must be there ${where}${settings.command ? '' : '; the setting command names another one'}`,
  };
}

async function finding(name: string, find: () => string | Promise<string>): Promise<SlurmFinding> {
  try {
    return { name, isGood: true, found: await find() };
  } catch (error) {
    return { name, isGood: false, found: saidBy(error) };
  }
}

function saidBy(error: unknown): string {
  return error instanceof SlurmError ? error.message : messageOf(error);
}
