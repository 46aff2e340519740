/** A Go program, built from its module at this version; the checksum database vouches for the sources. */
interface GoTool {
  kind: 'go'
  /** Import path of the main package. */
  module: string
}

/** A Go program that only a main module may build: one is made for it, and nothing is asked but the module proxy and the checksum database. */
interface GoProjectTool {
  kind: 'go-project'
  /** Module, and the import path of the main package. */
  module: string
  main: string
  /** Release of Go that it is built with. */
  go: string
  experiment?: string
  /** Variable of the program that holds its version. */
  versionVariable: string
  /** How long that takes, for whoever waits. */
  takes: string
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
  /** All that it depends on, in the same form, by `name==version`; nothing else is installed. */
  requires?: Record<string, string[]>
}

export type Tool = { name: string; version: string; usedFor: string; program: string } & (GoTool | GoProjectTool | NpmTool | PythonTool)

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
    name: 'pre-commit',
    version: '4.7.0',
    usedFor: 'a runner of hooks: installs ours from a clone',
    program: 'pre-commit',
    kind: 'python',
    wheels: ['2e229038ad3656081b70c27913157e4b636ef306f643f024a8a8e3f0f7b2f877'],
    requires: {
      'cfgv==3.5.0': ['a8dc6b26ad22ff227d2634a65cb388215ce6cc96bbcc5cfde7641ae87e8dacc0'],
      'distlib==0.4.4': ['cf09d55b1e85a89576b036aeb71550bfd68320f3f21761ca329eadadad918638'],
      'filelock==4.2.11': ['020e229e4bb9d410fc799c07ddf45fa217cba970278f40b30751d94f309b69e2'],
      'identify==2.6.20': ['6a16b69b93187244e0548cbfd25b3e4a6f9a7a2ad784625c3bec2b8d27b81aaa'],
      'nodeenv==1.12.0': ['80644d65c10cc2be12e3e4b54b3367ff288c7ad24ae75c2dcc65454fc7449d4d'],
      'packaging==26.3': ['d7193f7c8e4e93f444fde0262bf90af30e16fa0ad0ad44cb553c87339b23cd1c'],
      'platformdirs==4.14.7': ['391513b74707c42335fff3ea17eaac657a7ee9ffcadd809634d34ea594d0122c'],
      'python-discovery==1.9.5': ['a1fae8fca11e4bc61e38491c2aafff29e430b3c5e272d51ae52fb895bc4c0fac'],
      // Python 3.11 to 3.14 on x64, 3.13 and 3.14 on arm64
      'pyyaml==6.0.3': [
        'b8bb0864c5a28024fac8a632c443c87c5aa6f215c0b126c449ae1a150412f31d',
        'ba1cc08a7ccde2d2ec775841541641e4548226580ab850948cbfda66a1befcdc',
        '0f29edc409a6392443abf94b9cf89ce99889a1dd5376d94316ae5145dfedd5d6',
        'c458b6d084f9b935061bc36216e8a69a7e293a2f1e68bf956dcd9e6cbcd143f5',
        'ee2922902c45ae8ccada2c5b501ab86c36525b883eff4255313a253a3160861c',
        '501a031947e3a9025ed4405a168e6ef5ae3126c59f90ce0cd6f2bfc477be31b7',
        '2283a07e2c21a2aa78d9c4442724ec1eb15f5e42a723b99cb3d822d48f5f7ad1',
        '34d5fcd24b8445fadc33f9cf348c1047101756fd760b4dacb5c3e99755703310',
      ],
      'virtualenv==21.15.8': ['e4cb274633d6f3ddb19f535a3be7539ce8fe34fc7aa2b0c417ff6e96c3cf67dc'],
    },
  },
  {
    name: 'lefthook',
    version: '2.2.2',
    usedFor: 'a runner of hooks',
    program: 'lefthook',
    kind: 'npm',
    packages: {
      linux: {
        name: 'lefthook-linux-x64',
        integrity: 'sha512-N/OlQyAhcU6RAXjrwFxLsh70sn96rBoi+XkuLJ8CVBkk9Ci3VDXQayDZTNz5B1xML8RwoMcV8Wblniy1xFOmSA==',
      },
      darwin: {
        name: 'lefthook-darwin-arm64',
        integrity: 'sha512-6V8D3bLnD/60Xhqn0o2EQD6H3Fe/U9LGkt4WF1O/3eBHbux+5ZJqoH0hfrC+Bi9Dy1Ve1AWxiAY7U2asYl8qVA==',
      },
    },
  },
  {
    name: 'husky',
    version: '9.1.7',
    usedFor: 'a runner of hooks',
    program: 'bin.js',
    kind: 'npm',
    packages: Object.fromEntries(
      ['linux', 'darwin'].map((platform) => [
        platform,
        {
          name: 'husky',
          integrity: 'sha512-5gs5ytaNjBrh5Ow3zrvdUUY+0VxIuWVL4i9irt6friV+BqdCfmV11CQTWMiBYWHbXhco+J1kHfTOUkePhCDvMA==',
        },
      ]),
    ),
  },
  {
    name: 'trivy',
    version: '0.74.0',
    usedFor: 'scans of images and of infrastructure',
    program: 'trivy',
    kind: 'go-project',
    module: 'github.com/aquasecurity/trivy',
    main: 'github.com/aquasecurity/trivy/cmd/trivy',
    // 1.27 lacks what it is written for
    go: 'go1.26.3',
    experiment: 'jsonv2',
    versionVariable: 'github.com/aquasecurity/trivy/pkg/version/app.ver',
    takes: '5 to 10 minutes on two processors',
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
const browserTools = ['chromium', 'nanum-gothic']

/** Runners of hooks. */
export const hookTools = ['pre-commit', 'lefthook', 'husky']

/** Tools of the full suites (`pnpm test:full`) and of the checks of workflows (`pnpm check`); the benchmark has conftest beside. */
export const suiteTools = [
  'opa',
  'sarif-multitool',
  'act',
  'trivy',
  ...hookTools,
  ...(process.platform === 'linux' && process.arch === 'x64' ? browserTools : []),
]
export const workflowTools = ['actionlint', 'zizmor']
