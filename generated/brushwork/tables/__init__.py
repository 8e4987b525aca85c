"""Where the table of each model is; nothing here imports a table."""

INDEX: dict[str, tuple[str, str]] = {
    "qwen-image-2.0-pro": ("brushwork.tables.qwen_image_2_0", "QWEN_IMAGE_2_0_PRO"),
    "qwen-image-2.0": ("brushwork.tables.qwen_image_2_0", "QWEN_IMAGE_2_0"),
    "qwen-image-edit-max": ("brushwork.tables.qwen_image_edit", "QWEN_IMAGE_EDIT_MAX"),
    "qwen-image-edit-plus": ("brushwork.tables.qwen_image_edit", "QWEN_IMAGE_EDIT_PLUS"),
    "qwen-image-edit": ("brushwork.tables.qwen_image_edit", "QWEN_IMAGE_EDIT"),
    "qwen-image-plus": ("brushwork.tables.qwen_image", "QWEN_IMAGE_PLUS"),
    "qwen-image-max": ("brushwork.tables.qwen_image", "QWEN_IMAGE_MAX"),
    "qwen-image": ("brushwork.tables.qwen_image", "QWEN_IMAGE"),
    "wan2.2-t2i-flash": ("brushwork.tables.wan2_2_t2i", "WAN2_2_T2I_FLASH"),
    "wan2.2-t2i-plus": ("brushwork.tables.wan2_2_t2i", "WAN2_2_T2I_PLUS"),
    "wan2.5-i2i-preview": ("brushwork.tables.wan2_5_i2i", "WAN2_5_I2I_PREVIEW"),
    "wan2.5-t2i-preview": ("brushwork.tables.wan2_5_t2i", "WAN2_5_T2I_PREVIEW"),
    "wan2.6-image": ("brushwork.tables.wan2_6_image", "WAN2_6_IMAGE"),
    "wan2.6-t2i": ("brushwork.tables.wan2_6_t2i", "WAN2_6_T2I"),
    "wan2.7-image-pro": ("brushwork.tables.wan2_7", "WAN2_7_IMAGE_PRO"),
    "wan2.7-image": ("brushwork.tables.wan2_7", "WAN2_7_IMAGE"),
    "z-image-turbo": ("brushwork.tables.z_image", "Z_IMAGE_TURBO"),
}
"""Model id -> module of its table and constant in it."""

SNAPSHOTS: dict[str, str] = {
    "qwen-image-2.0-pro-2026-03-03": "qwen-image-2.0-pro",
    "qwen-image-2.0-pro-2026-04-22": "qwen-image-2.0-pro",
    "qwen-image-2.0-pro-2026-06-22": "qwen-image-2.0-pro",
    "qwen-image-2.0-2026-03-03": "qwen-image-2.0",
    "qwen-image-edit-max-2026-01-16": "qwen-image-edit-max",
    "qwen-image-edit-plus-2025-10-30": "qwen-image-edit-plus",
    "qwen-image-edit-plus-2025-12-15": "qwen-image-edit-plus",
    "qwen-image-plus-2026-01-09": "qwen-image-plus",
    "qwen-image-max-2025-12-30": "qwen-image-max",
}
"""Dated snapshot, or id in a region -> model id."""
