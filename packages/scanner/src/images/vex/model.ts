/** A package URL (package-url/purl-spec) as far as it names something. */
export interface PackageUrl {
  /** `type/namespace/name`, normalised. */
  name: string
  version?: string
  qualifiers: Map<string, string>
}

/** An image that a statement is about. */
export interface ImageProduct {
  /** `registry/repository`. */
  repository: string
  tag?: string
  /** `sha256:<hex>`. */
  digest?: string
  /** As OCI writes it. */
  architecture?: string
}

/** What a statement is about: an image, or a package in any image; of an image all packages, or these. */
export interface Product {
  image?: ImageProduct
  packages: PackageUrl[]
}

export type VexStatus = 'not_affected' | 'affected' | 'fixed' | 'under_investigation'

/** A statement of a VEX document. */
export interface Statement {
  /** File of the document, relative to the root. */
  document: string
  author: string
  /** Milliseconds since 1970; of two statements the later one holds. */
  time: number
  /** The vulnerability with its aliases. */
  names: string[]
  status: VexStatus
  /** Word of the format, or its free text; empty where the status needs none. */
  justification: string
  products: Product[]
}

/** Justifications of OpenVEX 0.2.0, as CISA's minimum requirements for VEX name them. */
export const justifications = [
  'component_not_present',
  'vulnerable_code_not_present',
  'vulnerable_code_not_in_execute_path',
  'vulnerable_code_cannot_be_controlled_by_adversary',
  'inline_mitigations_already_exist',
] as const
