//! The folder tree: what is open, and the nodes that are to be seen because of it.

use std::collections::{HashMap, HashSet};

use crate::app::effect::Ticket;
use crate::model::{Folder, FolderPath, Report};

/// What is known of the folders in a folder.
#[derive(Clone, Debug, PartialEq)]
pub enum Children {
    /// They are on their way; what was known before is still shown.
    Asked(Ticket, Vec<Folder>),
    /// By name.
    Known(Vec<Folder>),
    /// They did not come.
    Failed(Report),
}

impl Children {
    /// The folders known so far.
    pub fn folders(&self) -> &[Folder] {
        match self {
            Self::Asked(_, folders) | Self::Known(folders) => folders,
            Self::Failed(_) => &[],
        }
    }
}

/// Known folders by the folder that they are in.
pub type Family = HashMap<FolderPath, Children>;

/// A node to be seen.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Its folder.
    pub path: FolderPath,
    /// Whether its folders are shown under it.
    pub open: bool,
    /// Whether it is known to have no folders.
    pub leaf: bool,
}

/// The tree.
#[derive(Clone, Debug, PartialEq)]
pub struct Tree {
    open: HashSet<FolderPath>,
    /// The nodes to be seen, from the top.
    pub nodes: Vec<Node>,
    /// The node under the cursor.
    pub cursor: usize,
}

impl Default for Tree {
    fn default() -> Self {
        let root = FolderPath::root();
        let node = Node { path: root.clone(), open: true, leaf: false };
        Self { open: HashSet::from([root]), nodes: vec![node], cursor: 0 }
    }
}

impl Tree {
    /// The folder under the cursor.
    pub fn current(&self) -> FolderPath {
        self.nodes.get(self.cursor).map_or_else(FolderPath::root, |node| node.path.clone())
    }

    /// Opens a node.
    pub fn expand(&mut self, path: &FolderPath, family: &Family) {
        self.open.insert(path.clone());
        self.rebuild(family);
    }

    /// Closes a node. Whether it was open.
    pub fn collapse(&mut self, path: &FolderPath, family: &Family) -> bool {
        let was_open = self.open.remove(path);
        self.rebuild(family);
        was_open
    }

    /// Whether the node is open.
    pub fn is_open(&self, path: &FolderPath) -> bool {
        self.open.contains(path)
    }

    /// Opens all nodes above a folder and puts the cursor on it.
    pub fn reveal(&mut self, path: &FolderPath, family: &Family) {
        let above = std::iter::successors(path.parent(), FolderPath::parent);
        self.open.extend(above);
        self.rebuild(family);
        self.point_at(path);
    }

    /// Makes the nodes anew, keeping the cursor on its folder or on the nearest one above.
    pub fn rebuild(&mut self, family: &Family) {
        let keep = self.current();
        self.nodes.clear();
        self.add(FolderPath::root(), family);
        self.point_at(&keep);
    }

    fn add(&mut self, path: FolderPath, family: &Family) {
        let open = self.open.contains(&path);
        let children = family.get(&path);
        let leaf = matches!(children, Some(Children::Known(folders)) if folders.is_empty());
        self.nodes.push(Node { path, open: open && !leaf, leaf });
        if open {
            for child in children.map(Children::folders).unwrap_or_default() {
                self.add(child.path.clone(), family);
            }
        }
    }

    /// Puts the cursor on a folder, or on the nearest one above it that is to be seen.
    pub fn point_at(&mut self, path: &FolderPath) {
        let line = std::iter::successors(Some(path.clone()), FolderPath::parent);
        let seen = line.filter_map(|path| self.nodes.iter().position(|node| node.path == path)).next();
        self.cursor = seen.unwrap_or(0);
    }
}
