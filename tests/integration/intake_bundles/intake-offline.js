const html = "</script><!--";
