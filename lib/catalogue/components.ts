import { agentRuntime } from '@/lib/catalogue/components/agent-runtime';
import { backup } from '@/lib/catalogue/components/backup';
import { canva } from '@/lib/catalogue/components/canva';
import { claudeCode } from '@/lib/catalogue/components/claude-code';
import { filevault } from '@/lib/catalogue/components/filevault';
import { followupboss } from '@/lib/catalogue/components/followupboss';
import { googleWorkspace } from '@/lib/catalogue/components/google-workspace';
import { heartbeat } from '@/lib/catalogue/components/heartbeat';
import { hubspot } from '@/lib/catalogue/components/hubspot';
import { macAccounts } from '@/lib/catalogue/components/mac-accounts';
import { macIdentity } from '@/lib/catalogue/components/mac-identity';
import { mdm } from '@/lib/catalogue/components/mdm';
import { mlsReso } from '@/lib/catalogue/components/mls-reso';
import { openrouter } from '@/lib/catalogue/components/openrouter';
import { plaud } from '@/lib/catalogue/components/plaud';
import { power } from '@/lib/catalogue/components/power';
import { remoteAccess } from '@/lib/catalogue/components/remote-access';
import { shopify } from '@/lib/catalogue/components/shopify';
import { skills } from '@/lib/catalogue/components/skills';
import { slack } from '@/lib/catalogue/components/slack';
import { tailscale } from '@/lib/catalogue/components/tailscale';
import { toolchain } from '@/lib/catalogue/components/toolchain';
import { updatesGatekeeper } from '@/lib/catalogue/components/updates-gatekeeper';
import { webSearch } from '@/lib/catalogue/components/web-search';
import type { Component } from '@/lib/catalogue/schema';

/** Every component, in the order of its number. */
export const components: readonly Component[] = [
  macIdentity,
  macAccounts,
  filevault,
  power,
  remoteAccess,
  tailscale,
  updatesGatekeeper,
  backup,
  mdm,
  toolchain,
  claudeCode,
  openrouter,
  agentRuntime,
  skills,
  webSearch,
  heartbeat,
  slack,
  googleWorkspace,
  followupboss,
  hubspot,
  mlsReso,
  shopify,
  plaud,
  canva,
];
