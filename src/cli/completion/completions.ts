import type { Command, Option } from 'commander';
import { firstSentence } from '../../util/firstSentence';
import { offeredFor, type Offered } from './offered';

/** What a shell can put in the place of a word that is being typed. */
export interface Completions {
  readonly words: readonly Completion[];
  /** Names of folders fit, too. */
  readonly folders: boolean;
  /** Names of files and folders fit, too. */
  readonly files: boolean;
  /** What is put there is not the end of the word. */
  readonly isOpen: boolean;
}

export interface Completion {
  readonly word: string;
  /** What it is, in a line; empty if the word says all. */
  readonly about: string;
}

/** Looks for runs in a folder; by default in the usual one. */
export type FindRuns = (runs: string | undefined) => Promise<readonly Completion[]>;

const nothing: Completions = { words: [], folders: false, files: false, isOpen: false };

/**
 * What fits the last word of a command line, from the program's own definition: commands, flags, their values, runs.
 * @param words of the command line, without the program, up to where the cursor is; the last may be empty. Bash makes three words of `--flag=value`
 */
export async function completions(program: Command, words: readonly string[], findRuns: FindRuns): Promise<Completions> {
  const typed = words.at(-1) ?? '';
  const before = words.slice(0, -1);
  const { visibleCommands, visibleOptions } = visibleOf(program);
  const commands = visibleCommands(program);
  const command = commands.find(one => one.name() === before[0]);
  if (before.length === 0)
    return fitting(
      typed,
      typed.startsWith('-') ? visibleOptions(program).map(flag) : commands.map(one => ({ word: one.name(), about: one.summary() })),
    );
  if (!command) return nothing;
  const options = visibleOptions(command);
  const find = (text: string | undefined): Option | undefined =>
    options.find(({ short, long }) => text !== undefined && (text === long || text === short));
  const runs = (): Promise<readonly Completion[]> => findRuns(runsFolderIn(before));

  const [name = '', ...value] = typed.split('=');
  const joined = find(name);
  if (joined && value.length > 0) return behind(`${name}=`, await valuesOf(joined, value.join('='), runs));
  const [flagBefore, equals] =
    before.at(-1) === '=' ? [before.at(-2), true] : typed === '=' ? [before.at(-1), true] : [before.at(-1), false];
  const asked = find(flagBefore);
  if (asked?.required) return valuesOf(asked, equals && typed === '=' ? '' : typed, runs);
  if (typed.startsWith('-')) return fitting(typed, options.map(flag));
  const [argument] = command.registeredArguments;
  if (!argument) return nothing;
  if (offeredFor(argument)?.kind === 'file') return { ...nothing, files: true };
  const given = positional(before.slice(1), find);
  if (given.length > 0 && !argument.variadic) return nothing;
  if (argument.argChoices) return fitting(typed, argument.argChoices.map(plain));
  return fitting(
    typed,
    (await runs()).filter(({ word }) => !given.includes(word)),
  );
}

/** What a shell may show: neither hidden commands nor hidden options. */
function visibleOf(program: Command): {
  readonly visibleCommands: (command: Command) => Command[];
  readonly visibleOptions: (command: Command) => Option[];
} {
  const help = program.createHelp();
  return {
    visibleCommands: command => help.visibleCommands(command),
    visibleOptions: command => help.visibleOptions(command),
  };
}

async function valuesOf(option: Option, typed: string, runs: () => Promise<readonly Completion[]>): Promise<Completions> {
  const offered: Offered | undefined = offeredFor(option);
  switch (offered?.kind) {
    case undefined:
      return nothing;
    case 'words':
      return fitting(typed, offered.words.map(plain));
    case 'beginning':
      return { ...fitting(typed, offered.words.map(plain)), isOpen: true };
    case 'folder':
      return { ...fitting(typed, (offered.words ?? []).map(plain)), folders: true };
    case 'file':
      return { ...fitting(typed, (offered.words ?? []).map(plain)), files: true };
    case 'run':
      return fitting(typed, await runs());
    case 'list': {
      const end = typed.lastIndexOf(',') + 1;
      const taken = typed.slice(0, end).split(',');
      const left = offered.words.filter(word => !taken.includes(word));
      return { ...behind(typed.slice(0, end), fitting(typed.slice(end), left.map(plain))), isOpen: true };
    }
  }
}

function behind(beginning: string, { words, ...rest }: Completions): Completions {
  return { ...rest, words: words.map(({ word, about }) => ({ word: beginning + word, about })) };
}

function fitting(typed: string, all: readonly Completion[]): Completions {
  return { ...nothing, words: all.filter(({ word }) => word.startsWith(typed)) };
}

function plain(word: string): Completion {
  return { word, about: '' };
}

function flag({ long, short, description }: Option): Completion {
  return { word: long ?? short ?? '', about: firstSentence(description) };
}

/** The words that are neither flags nor their values. */
function positional(words: readonly string[], find: (text: string) => Option | undefined): string[] {
  return words.filter((word, i) => !word.startsWith('-') && word !== '=' && words[i - 1] !== '=' && !find(words[i - 1] ?? '')?.required);
}

/** The folder that `--runs` names. */
function runsFolderIn(words: readonly string[]): string | undefined {
  const joined = words.find(word => word.startsWith('--runs='));
  if (joined !== undefined) return joined.slice('--runs='.length);
  const [first, second] = words.slice(words.indexOf('--runs') + 1);
  return words.includes('--runs') ? (first === '=' ? second : first) : undefined;
}
