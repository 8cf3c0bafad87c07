import { toolsAsMarkdown } from './assistantTools';
import { commandsAsMarkdown, helpAsMarkdown } from './commandHelp';
import { measuresAsMarkdown } from './measureTable';
import { metricsAsMarkdown } from './metricTable';
import { parametersAsMarkdown } from './parameterTable';
import { settingsAsMarkdown } from './settingTable';

/** Of each page the parts that come from the code, by the mark that they stand between: `<!-- parameters -->`. A further part is one entry. */
const generated: Readonly<Record<string, Readonly<Record<string, () => string>>>> = {
  'docs/parameters.md': { parameters: parametersAsMarkdown },
  'docs/metrics.md': { metrics: metricsAsMarkdown },
  'docs/evaluation.md': { measures: measuresAsMarkdown },
  'docs/settings.md': { settings: settingsAsMarkdown },
  'docs/assistants.md': { tools: toolsAsMarkdown },
  'docs/command-line.md': { commands: commandsAsMarkdown, help: helpAsMarkdown },
};

/** The pages that have such parts, from the root of the checkout. */
export const generatedPages: readonly string[] = Object.keys(generated);

/**
 * A page with its parts as the code has them now.
 * @throws if a mark is missing
 */
export function withGeneratedParts(page: string, text: string): string {
  return Object.entries(generated[page] ?? {}).reduce((before, [mark, write]) => {
    const [begin, end] = [`<!-- ${mark} -->\n`, `<!-- /${mark} -->`];
    const [from, to] = [before.indexOf(begin), before.indexOf(end)];
    if (from < 0 || to < from) throw new Error(`${page} has no part between ${begin.trim()} and ${end}.`);
    return `${before.slice(0, from + begin.length)}\n${write()}\n\n${before.slice(to)}`;
  }, text);
}
