import type * as v from 'valibot';
import { parseValue } from '../contract/formats/parse';
import { messageOf } from '../util/messageOf';
import { visible } from '../util/shownText';
import { bounded } from './bounded';
import type { Desk } from './desk';

/** What a tool found out. */
export interface ToolResult {
  readonly json: Readonly<Record<string, unknown>>;
  /** PNG files. */
  readonly pictures?: readonly Uint8Array[];
}

/** What a person is asked before a tool does something. */
export interface Confirmation {
  readonly title: string;
  readonly message: string;
}

/** Something that an assistant may call. */
export interface Tool<S extends v.GenericSchema = v.GenericSchema> {
  readonly name: string;
  readonly title: string;
  /** For the assistant: what it does, what it costs, and how its result is to be read. */
  readonly description: string;
  /** For a person: the first of it. */
  readonly summary: string;
  /** Its input: an object. */
  readonly input: S;
  /** It changes nothing and starts nothing. */
  readonly isReadOnly: boolean;
  /** What it is about to do, for who waits. */
  readonly doing: (input: v.InferOutput<S>) => string;
  /** What a person has to agree to first; undefined if nothing is done that needs it. */
  readonly confirmation?: (input: v.InferOutput<S>, desk: Desk) => Promise<Confirmation | undefined>;
  readonly run: (input: v.InferOutput<S>, desk: Desk) => Promise<ToolResult>;
}

/** A tool whose input has been checked: what can be done with one call of it. */
export interface ToolCall {
  readonly doing: string;
  readonly confirmation: () => Promise<Confirmation | undefined>;
  readonly run: () => Promise<ToolAnswer>;
}

/** A result as an assistant is given it. */
export interface ToolAnswer {
  /** JSON, in which no character is hidden from a person who reads along. */
  readonly text: string;
  readonly pictures: readonly Uint8Array[];
}

/** A tool with its input's type known to itself alone, so that tools of different inputs make a list. */
export interface AnyTool extends Pick<Tool, 'name' | 'title' | 'description' | 'summary' | 'input' | 'isReadOnly'> {
  /** @throws {FormatError} for an input that is not what the tool describes: with the place, what was found and what is expected */
  readonly call: (input: unknown, desk: Desk) => ToolCall;
}

/** A tool for the list of tools. */
export function defineTool<S extends v.GenericSchema>({ doing, confirmation, run, ...tool }: Tool<S>): AnyTool {
  return {
    ...tool,
    call: (given, desk) => {
      const input = parseValue(tool.input, given ?? {}, tool.name);
      return {
        doing: doing(input),
        confirmation: async () => confirmation?.(input, desk),
        run: async () => {
          const { json, pictures = [] } = await run(input, desk);
          return { text: visible(JSON.stringify(bounded(json))), pictures };
        },
      };
    },
  };
}

/** Why a call came to nothing, as an assistant and a person may read it. */
export function refusalInWords(error: unknown): string {
  return visible(messageOf(error));
}
