import path from 'node:path';
import { boardProgram, runProgram } from '@/lib/cli/program';
import { loadEnvironmentFile } from '@/lib/env';

// Relative paths in the configuration start at the project, wherever the command was typed.
process.chdir(path.resolve(import.meta.dirname, '../..'));
loadEnvironmentFile();
process.exitCode = await runProgram(boardProgram(), process.argv);
