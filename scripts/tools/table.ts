/** A Go program, built from its module at this version; the checksum database vouches for the sources. */
interface GoTool {
  kind: 'go'
  /** Import path of the main package. */
  module: string
}

/** A program inside npm packages, one package for each platform. */
interface NpmTool {
  kind: 'npm'
  /** By `process.platform`: package, and the SHA-512 of its archive as the registry states it. */
  packages: Record<string, { name: string; integrity: string }>
  /** Files of the package that are compressed with Brotli (`.br`): each is decoded into the folder of the tool, a `.tar` unpacked there. */
  compressed?: string[]
}

/** A program inside wheels. */
interface PythonTool {
  kind: 'python'
  /** SHA-256 of every wheel that may be installed, one for each platform. */
  wheels: string[]
}

export type Tool = { name: string; version: string; usedFor: string; program: string } & (GoTool | NpmTool | PythonTool)

/** Everything outside of npm's lock file that suites, checks and the benchmark run, at the versions that they were written for. */
export const tools: Tool[] = [
  {
    name: 'opa',
    version: '1.22.0',
    usedFor: 'what OPA itself answers, for comparisons',
    program: 'opa',
    kind: 'go',
    module: 'github.com/open-policy-agent/opa',
  },
  {
    name: 'sarif-multitool',
    version: '5.7.0',
    usedFor: 'the validator of SARIF for GitHub',
    program: 'Sarif.Multitool',
    kind: 'npm',
    packages: {
      linux: {
        name: '@microsoft/sarif-multitool-linux',
        integrity: 'sha512-NxUbpq6ISCWoTQ/NfOYEwEDKq1Heka/rMoJ5R5LMydcAZQX/X7g5mWHcgxDub+0M07LC96tZ5LZHvF1Qy3gjTA==',
      },
      darwin: {
        name: '@microsoft/sarif-multitool-darwin',
        integrity: 'sha512-SstDqFy/LQo2NEoInbTqLDa4nmbHti1luAMc6SSHTYUVAE3B/ehOMEkH6Cl6jzIiwXhmNCcd+dsU/LPuO0YaRA==',
      },
    },
  },
  {
    name: 'chromium',
    version: '153.0.0',
    usedFor: 'the HTML report in a browser',
    program: 'chromium',
    kind: 'npm',
    packages: {
      linux: {
        name: '@sparticuz/chromium',
        integrity: 'sha512-jiGWqSvPMdu4+P9TilYqAR7yEGPEHINx+lCvE/NqNO/EHYzF/x1hUiI5T6ioVIt7dEy7n88byyT0vk+dnsgQwA==',
      },
    },
    compressed: ['bin/chromium.br', 'bin/al2023.tar.br', 'bin/swiftshader.tar.br', 'bin/fonts.tar.br'],
  },
  {
    name: 'nanum-gothic',
    version: '0.4.0',
    usedFor: 'Korean in that browser',
    program: '400Regular/NanumGothic_400Regular.ttf',
    kind: 'npm',
    packages: {
      linux: {
        name: '@expo-google-fonts/nanum-gothic',
        integrity: 'sha512-BQls1DxrlrE0dn+lt9lbKOOBd44E3SmQNza6yHFcKVDl4L5/ecVwRcc6betnM00NkObHB99yqnc2aXbkQd31ww==',
      },
    },
  },
  {
    name: 'actionlint',
    version: '1.7.12',
    usedFor: 'syntax and types of the workflows',
    program: 'actionlint',
    kind: 'go',
    module: 'github.com/rhysd/actionlint/cmd/actionlint',
  },
  {
    name: 'zizmor',
    version: '1.32.0',
    usedFor: 'security of the workflows',
    program: 'zizmor',
    kind: 'python',
    wheels: [
      '84a6acb975accc13408786a2bd274b572537ca19c933ebbc13e78f3988562071',
      'aa4b4e216321dd5cf202cd79fc83296468f0eed79d850cd65ac8187a6bbc5496',
      '0a999c98015becd9f69919ce01febadfb1c2be9b8ec2ce9ef7eb13ff23ba8eba',
    ],
  },
  {
    name: 'act',
    version: '0.2.89',
    usedFor: 'a runner of workflows: the examples, offline',
    program: 'act',
    kind: 'go',
    module: 'github.com/nektos/act',
  },
  {
    name: 'conftest',
    version: '0.71.1',
    usedFor: 'the other side of the benchmark',
    program: 'conftest',
    kind: 'go',
    module: 'github.com/open-policy-agent/conftest',
  },
]

/** A browser that runs without a desktop, and a font with Korean, which machines of a CI rarely have. Published for Linux on x64 only. */
export const browserTools = ['chromium', 'nanum-gothic']

/** Tools of the full suites (`pnpm test:full`) and of the checks of workflows (`pnpm check`); the benchmark has conftest beside. */
export const suiteTools = ['opa', 'sarif-multitool', 'act', ...(process.platform === 'linux' && process.arch === 'x64' ? browserTools : [])]
export const workflowTools = ['actionlint', 'zizmor']
