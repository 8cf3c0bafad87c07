import { readFileSync } from 'node:fs';
import { markdownTable } from './markdownTable';

interface Setting {
  readonly default: unknown;
  readonly enum?: readonly string[];
  readonly enumDescriptions?: readonly string[];
  readonly markdownDescription: string;
}

/** Every setting, as the manifest has it. */
export function settingsAsMarkdown(): string {
  const { contributes } = JSON.parse(readFileSync('package.json', 'utf8')) as {
    contributes: { configuration: { properties: Readonly<Record<string, Setting>> } };
  };
  const rows = Object.entries(contributes.configuration.properties).map(([id, setting]) => [
    `\`${id}\``,
    String(setting.default) === '' ? '' : `\`${String(setting.default)}\``,
    [withoutCommandLinks(setting.markdownDescription), ...choicesOf(setting)].join(' '),
  ]);
  return markdownTable(['setting', 'default', 'what it does'], rows);
}

function choicesOf({ enum: choices = [], enumDescriptions = [] }: Setting): string[] {
  return choices.map((choice, i) => `\`${choice}\`: ${enumDescriptions[i]}`);
}

/** Outside of the editor a link to a command leads nowhere. */
function withoutCommandLinks(markdown: string): string {
  return markdown.replaceAll(/\[([^\]]*)\]\(command:[^)]*\)/g, '_$1_');
}
