import { inputSchemaOf } from '../../src/assistants/inputSchema';
import { assistantTools } from '../../src/assistants/tools';
import { markdownTable } from './markdownTable';

/** The tools of assistants as `contributes.languageModelTools` of package.json has them. */
export function manifestTools(): readonly object[] {
  return assistantTools.map(tool => ({
    name: tool.name,
    displayName: tool.title,
    userDescription: tool.summary,
    modelDescription: tool.description,
    toolReferenceName: tool.name.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase()),
    canBeReferencedInPrompt: true,
    tags: ['digits-lab'],
    inputSchema: inputSchemaOf(tool),
  }));
}

/** The tools with what they do. */
export function toolsAsMarkdown(): string {
  return markdownTable(
    ['tool', 'what it does'],
    assistantTools.map(({ name, summary }) => [`\`${name}\``, summary]),
  );
}
