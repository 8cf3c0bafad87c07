import { toJsonSchema } from '@valibot/to-json-schema';
import type { AnyTool } from './tool';

/** The JSON schema of a tool's input: what an assistant is told that it may say. */
export function inputSchemaOf({ input }: Pick<AnyTool, 'input'>): { readonly type: 'object' } & Readonly<Record<string, unknown>> {
  const { $schema: _, ...schema } = toJsonSchema(input, {
    // What a call is checked for all the same.
    ignoreActions: ['readonly', 'transform'],
    errorMode: 'throw',
  });
  return { ...schema, type: 'object' };
}
