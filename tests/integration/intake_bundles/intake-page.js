document.title = "</script>";
