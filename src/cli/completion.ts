import { Argument, type Command } from 'commander';
import { completions } from './completion/completions';
import { runsToComplete } from './completion/runsToComplete';
import { completionScripts, shells, type Shell } from './completion/scripts';
import type { Cli } from './context';
import { ExitCode } from './exitCode';
import { runsFolder } from './runsOption';

const details = `
Bash, in ~/.bashrc:                     eval "$(digits completion bash)"
Zsh, in ~/.zshrc, after compinit:       eval "$(digits completion zsh)"
Fish, in ~/.config/fish/config.fish:    digits completion fish | source`;

/** `digits completion`: has a shell complete commands, flags, their values and runs. */
export function addCompletionCommand(program: Command, cli: Cli): void {
  program
    .command('completion')
    .summary('have your shell complete commands, flags and runs')
    .description('Prints what has a shell complete commands, flags, their values, and the ids and names of runs with the Tab key.')
    .addArgument(new Argument('<shell>', 'bash, zsh or fish.').choices(shells))
    .addHelpText('after', details)
    .action((shell: Shell) => {
      cli.output.out.help(completionScripts[shell]);
      cli.exitCode = ExitCode.done;
    });
  // What those scripts ask.
  program
    .command('complete', { hidden: true })
    .argument('[words...]')
    .action(async (words: readonly string[]) => {
      const found = await completions(program, words, runs => runsToComplete(runsFolder(runs === undefined ? {} : { runs }, cli)));
      const directives = [found.folders ? 'folders' : '', found.files ? 'files' : '', found.isOpen ? 'open' : ''].filter(Boolean).join(' ');
      cli.output.out.help([directives, ...found.words.map(({ word, about }) => `${word}\t${about}`)].map(line => `${line}\n`).join(''));
      cli.exitCode = ExitCode.done;
    });
}
