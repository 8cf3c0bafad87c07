import type { AnyTool } from './tool';
import { compareRunsTool } from './tools/compareRunsTool';
import { effectTool } from './tools/effectTool';
import { imagesTool } from './tools/imagesTool';
import { listRunsTool } from './tools/listRunsTool';
import { readRunTool } from './tools/readRunTool';
import { startRunTool } from './tools/startRunTool';

/** What assistants may call: in VS Code and over the Model Context Protocol the same. The manifest has them too, and a test holds it against this. */
export const assistantTools: readonly AnyTool[] = [listRunsTool, readRunTool, compareRunsTool, effectTool, imagesTool, startRunTool];
