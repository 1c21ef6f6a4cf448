import { z } from 'zod'
import { role } from './words.ts'

const ownWorkspace = z.object({ id: z.string(), name: z.string(), role, current: z.boolean() })
export type OwnWorkspace = z.infer<typeof ownWorkspace>
/** The workspaces I belong to, by name; at most 500. */
export const ownWorkspaceList = z.object({ workspaces: z.array(ownWorkspace) })

export const workspaceName = z.object({ name: z.string().trim().min(1).max(100) })
export const workspace = z.object({ id: z.string(), name: z.string() })
export const workspaceChoice = z.object({ id: z.uuid() })
