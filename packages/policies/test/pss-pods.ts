/** Pods for the proof that the rules are the Pod Security Standards: every field of the standard, in odd combinations. */

import type { Json, JsonObject } from '../../scanner/src/model.ts'
import { type Dice, dice } from './pss-dice.ts'

export interface GeneratedPod {
  [key: string]: Json
  metadata: JsonObject
  spec: JsonObject
}

const defaultCapabilities =
  'AUDIT_WRITE CHOWN DAC_OVERRIDE FOWNER FSETID KILL MKNOD NET_BIND_SERVICE SETFCAP SETGID SETPCAP SETUID SYS_CHROOT'.split(' ')
const otherCapabilities = ['NET_RAW', 'SYS_ADMIN', 'ALL', 'all', 'chown', 'CAP_CHOWN', '', null]
const sysctls =
  'kernel.shm_rmid_forced net.ipv4.ip_local_port_range net.ipv4.tcp_syncookies net.ipv4.ping_group_range net.ipv4.ip_unprivileged_port_start net.ipv4.ip_local_reserved_ports net.ipv4.tcp_keepalive_time net.ipv4.tcp_fin_timeout net.ipv4.tcp_keepalive_intvl net.ipv4.tcp_keepalive_probes net.ipv4.tcp_rmem net.ipv4.tcp_wmem net.ipv4.tcp_slow_start_after_idle net.ipv4.tcp_notsent_lowat kernel.msgmax net/ipv4/tcp_rmem'.split(
    ' ',
  )
const allowedSources = 'configMap csi downwardAPI emptyDir ephemeral image persistentVolumeClaim projected secret'.split(' ')
const otherSources =
  'awsElasticBlockStore azureDisk azureFile cephfs cinder fc flexVolume flocker gcePersistentDisk gitRepo glusterfs hostPath hostPath iscsi nfs photonPersistentDisk portworxVolume quobyte rbd scaleIO storageos vsphereVolume'.split(
    ' ',
  )

/**
 * `count` pods, the same ones for the same seed. Every pod draws how careful its author was, so that some pass even the restricted level
 * and others break nearly every check.
 */
export function generatePods(seed: number, count: number): GeneratedPod[] {
  const random = dice(seed)
  return Array.from({ length: count }, () => pod(author(random, random.pick([0, 0.01, 0.05, 0.3, 1]), random.pick([0, 0.5, 0.95, 1]))))
}

/** `odd` is how often an optional field is written, `careful` how often a demanded one is written well. */
interface Author {
  random: Dice
  maybe(value: () => Json): Json | undefined
  demanded(good: () => Json, bad: () => Json): Json | undefined
}

function author(random: Dice, odd: number, careful: number): Author {
  return {
    random,
    maybe: (value) => (random.chance(odd) ? value() : undefined),
    demanded: (good, bad) => (random.chance(careful) ? good() : random.chance(0.5) ? bad() : undefined),
  }
}

/** Without the fields that are undefined. */
function fields(entries: { [key: string]: Json | undefined }): JsonObject {
  return Object.fromEntries(Object.entries(entries).filter((entry): entry is [string, Json] => entry[1] !== undefined))
}

function pod(by: Author): GeneratedPod {
  const { random, maybe } = by
  const flag = () => random.pick<Json>([true, true, false, null])
  const list = (name: string, most: number, least = 0) =>
    Array.from({ length: least + random.below(most + 1 - least) }, (_, index) => container(by, `${name}${index}`))
  return {
    metadata: fields({ annotations: maybe(() => (random.chance(0.1) ? null : annotations(by))) }),
    spec: fields({
      hostNetwork: maybe(flag),
      hostPID: maybe(flag),
      hostIPC: maybe(flag),
      hostUsers: random.chance(0.3) ? random.pick<Json>([false, false, true, null]) : undefined,
      os: random.chance(0.2)
        ? random.pick<Json>([{ name: 'windows' }, { name: 'windows' }, { name: 'linux' }, {}, { name: null }, null])
        : undefined,
      securityContext: random.chance(0.1) ? random.pick<Json>([{}, null]) : podSecurity(by),
      containers: list('app', 3, 1),
      initContainers: random.chance(0.4)
        ? list('init', 2).map((init) => ({ ...init, ...(random.chance(0.4) ? { restartPolicy: 'Always' } : {}) }))
        : undefined,
      ephemeralContainers: random.chance(0.2) ? list('debug', 2) : undefined,
      volumes: random.chance(0.5) ? Array.from({ length: random.below(4) }, (_, index) => volume(by, `volume${index}`)) : maybe(() => null),
    }),
  }
}

function podSecurity(by: Author): JsonObject {
  const { random, maybe, demanded } = by
  return fields({
    ...sharedSecurity(by, demanded),
    sysctls: maybe(() =>
      random.chance(0.1)
        ? null
        : Array.from({ length: random.below(3) }, () => (random.chance(0.05) ? null : { name: random.pick(sysctls), value: '1' })),
    ),
    fsGroup: maybe(() => 0),
  })
}

function sharedSecurity(by: Author, demanded: Author['demanded']): { [key: string]: Json | undefined } {
  const { random, maybe } = by
  return {
    runAsNonRoot: demanded(
      () => true,
      () => random.pick<Json>([false, null]),
    ),
    runAsUser: maybe(() => random.pick<Json>([0, 0, 1000, null])),
    seccompProfile: demanded(
      () => random.pick<Json>([{ type: 'RuntimeDefault' }, { type: 'Localhost', localhostProfile: 'a.json' }]),
      () => random.pick<Json>([{ type: 'Unconfined' }, {}, { type: null }, { type: 'runtimeDefault' }, null]),
    ),
    appArmorProfile: maybe(() =>
      random.pick<Json>([{ type: 'RuntimeDefault' }, { type: 'Localhost' }, { type: 'Unconfined' }, {}, { type: null }, null]),
    ),
    seLinuxOptions: maybe(() => (random.chance(0.1) ? null : seLinux(by))),
    windowsOptions: maybe(() => random.pick<Json>([{ hostProcess: true }, { hostProcess: false }, { hostProcess: null }, {}, null])),
  }
}

function seLinux({ random }: Author): JsonObject {
  const some = (values: Json[]) => (random.chance(0.5) ? random.pick(values) : undefined)
  return fields({
    type: some(['container_t', 'container_init_t', 'container_kvm_t', 'container_engine_t', 'container_engine_t', 'spc_t', '', null]),
    user: some(['system_u', '', '', null]),
    role: some(['system_r', '', '', null]),
    level: some(['s0:c1,c2']),
  })
}

function container(by: Author, name: string): JsonObject {
  const { random, maybe } = by
  const handler = (): Json =>
    fields({
      httpGet: random.chance(0.6)
        ? random.pick<Json>([{ host: '10.0.0.1', port: 80 }, { host: '', port: 80 }, { port: 'http' }, { host: null }, null])
        : undefined,
      tcpSocket: random.chance(0.4) ? random.pick<Json>([{ host: 'db', port: 80 }, { port: 80 }, { host: '' }, null]) : undefined,
      exec: random.chance(0.1) ? { command: ['true'] } : undefined,
    })
  const orNull = (value: () => Json) => (random.chance(0.1) ? null : value())
  return fields({
    name,
    image: 'registry.example/app:1.0.0',
    securityContext: random.chance(0.05) ? random.pick<Json>([{}, null]) : containerSecurity(by),
    ports: maybe(() =>
      random.pick<Json>([
        [{ containerPort: 80, hostPort: 80 }],
        [{ containerPort: 80 }],
        [{ hostPort: 0 }, { hostPort: null }, null],
        null,
      ]),
    ),
    livenessProbe: maybe(() => orNull(handler)),
    readinessProbe: maybe(() => orNull(handler)),
    startupProbe: maybe(() => orNull(handler)),
    lifecycle: maybe(() => orNull(() => fields({ postStart: maybe(() => orNull(handler)), preStop: maybe(() => orNull(handler)) }))),
  })
}

function containerSecurity(by: Author): JsonObject {
  const { random, maybe, demanded } = by
  // A container seldom repeats what its pod says, so that the pod's value is seen to count.
  const seldom: Author['demanded'] = (good, bad) => (random.chance(0.5) ? demanded(good, bad) : undefined)
  return fields({
    ...sharedSecurity(by, seldom),
    privileged: maybe(() => random.pick<Json>([true, false, null])),
    allowPrivilegeEscalation: demanded(
      () => false,
      () => random.pick<Json>([true, null]),
    ),
    procMount: maybe(() => random.pick<Json>(['Unmasked', 'Unmasked', 'Default', '', null])),
    capabilities: random.chance(0.03) ? null : capabilities(by),
  })
}

function capabilities({ random, maybe, demanded }: Author): JsonObject {
  const add = (): Json[] => Array.from({ length: random.below(3) }, () => random.pick<Json>([...defaultCapabilities, ...otherCapabilities]))
  return fields({
    drop: demanded(
      () => random.pick<Json>([['ALL'], ['ALL'], ['NET_RAW', 'ALL']]),
      () => random.pick<Json>([['all'], ['NET_RAW', null], [], null]),
    ),
    add: random.chance(0.1) ? random.pick<Json>([['NET_BIND_SERVICE'], [], null]) : maybe(add),
  })
}

function volume({ random, maybe }: Author, name: string): Json {
  if (random.chance(0.02)) return null
  const source = maybe(() => random.pick(otherSources)) ?? random.pick(allowedSources)
  const second = maybe(() => (random.chance(0.1) ? random.pick([...allowedSources, ...otherSources]) : null))
  return fields({
    name: random.chance(0.95) ? name : undefined,
    [String(source)]: random.pick<Json>([{}, {}, {}, {}, null]),
    ...(typeof second === 'string' ? { [second]: {} } : {}),
  })
}

function annotations({ random }: Author): JsonObject {
  const keys = [
    'container.apparmor.security.beta.kubernetes.io/app0',
    'container.apparmor.security.beta.kubernetes.io/gone',
    'example.org/note',
  ]
  const values = ['unconfined', 'runtime/default', 'localhost/a', 'localhost', '', null]
  const dead = ['seccomp.security.alpha.kubernetes.io/pod', 'container.seccomp.security.alpha.kubernetes.io/app0']
  return Object.fromEntries([
    ...keys.filter(() => random.chance(0.3)).map((key): [string, Json] => [key, random.pick<Json>(values)]),
    ...dead
      .filter(() => random.chance(0.15))
      .map((key): [string, Json] => [key, random.pick(['unconfined', 'runtime/default', 'docker/default'])]),
  ])
}
