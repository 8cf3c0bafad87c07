import { LanguageModelTextPart, LanguageModelToolResult, lm, type LanguageModelTool } from 'vscode';
import type { Desk } from '../../assistants/desk';
import { refusalInWords, type AnyTool, type ToolAnswer } from '../../assistants/tool';
import { assistantTools } from '../../assistants/tools';
import type { Services } from '../services';
import { asMessage } from '../sinks/plainText';
import type { Training } from '../train';
import { editorDesk } from './editorDesk';
import { picturePart } from '../sinks/picturePart';

/** Offers the tools of the manifest to the assistants of the editor, where it has any. */
export function registerTools(services: Services, training: Training): void {
  // Editors that are made of VS Code may have left it out.
  if (typeof (lm as Partial<typeof lm> | undefined)?.registerTool !== 'function') return;
  const desk = editorDesk(services, training);
  for (const tool of assistantTools) services.disposables.add(lm.registerTool(tool.name, editorTool(tool, desk, services)));
}

/** A tool as the editor calls it: it says what it is about to do, has the person asked where something is started, and answers. */
function editorTool(tool: AnyTool, desk: Desk, { ready, log }: Pick<Services, 'ready' | 'log'>): LanguageModelTool<unknown> {
  const inWords = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      // A call may be what starts the extension.
      await ready;
      return await work();
    } catch (error) {
      const message = refusalInWords(error);
      log.error(`${tool.name}: ${message}`);
      throw new Error(message, { cause: error });
    }
  };
  return {
    prepareInvocation: ({ input }) =>
      inWords(async () => {
        const call = tool.call(input, desk);
        const confirmation = await call.confirmation();
        return {
          invocationMessage: asMessage(call.doing),
          ...(confirmation && { confirmationMessages: { title: asMessage(confirmation.title), message: asMessage(confirmation.message) } }),
        };
      }),
    invoke: ({ input }) => inWords(async () => resultOf(await tool.call(input, desk).run())),
  };
}

function resultOf({ text, pictures }: ToolAnswer): LanguageModelToolResult {
  const result = new LanguageModelToolResult([new LanguageModelTextPart(text)]);
  for (const picture of pictures) {
    const part = picturePart(picture);
    if (part) result.content.push(part);
  }
  return result;
}
